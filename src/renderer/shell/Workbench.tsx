// Frames at the left, the picture, a panel at the right, the rulers beneath: Annotate and Review.
import { FolderInput } from 'lucide-react';
import { Canvas } from '../canvas';
import { PairTable } from '../comparing/PairTable';
import { runCommand } from '../commands';
import { FrameList } from '../frames/FrameList';
import { Inspector } from '../inspector/Inspector';
import { ReviewPanel } from '../review/ReviewPanel';
import { Rulers } from '../scrubber';
import { PANEL, prefer, Preferences, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { loadFrames } from '../state/sessionEvents';
import { picturesShown, useShell } from '../state/shell';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Resizer } from '../ui/Resizer';
import { Empty, FailureBox } from '../ui/Said';

const USUAL = Preferences.parse({});

function NoFrames() {
  const failure = useSession((s) => s.framesFailure);
  if (failure) {
    return (
      <div className="empty">
        <FailureBox
          failure={failure}
          actions={
            <Button small onClick={() => void loadFrames()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <Empty
      icon={FolderInput}
      title="Bring in the first frames"
      actions={
        <Button look="primary" keys={keysOf('frames.import')} onClick={() => runCommand('frames.import')}>
          Import frames…
        </Button>
      }
    >
      A KITTI training folder (image_2 and semantic), or any folder of pictures. Or drop one anywhere on this window.
    </Empty>
  );
}

export function Workbench() {
  const tab = useShell((s) => s.tab);
  const hidden = useShell((s) => s.panelsHidden);
  const left = usePreferences((s) => s.left);
  const right = usePreferences((s) => s.right);
  const loaded = useSession((s) => s.framesLoaded);
  const some = useSession((s) => s.frameIds.length > 0);
  const shown = picturesShown(tab);
  if (loaded && !some) {
    return shown ? (
      <div className="workbench bare">
        <NoFrames />
      </div>
    ) : null;
  }
  return (
    <div className={shown ? 'workbench' : 'workbench behind'}>
      {!hidden && (
        <aside className="panel left" style={{ width: left }} aria-label="Frames">
          <FrameList />
          <Resizer
            label="Width of the frame list"
            value={left}
            {...PANEL.left}
            usual={USUAL.left}
            panel="left"
            onChange={(width) => prefer({ left: width })}
          />
        </aside>
      )}
      <div className="picture">
        <Canvas />
        <PairTable />
      </div>
      {!hidden && (
        <aside className="panel right" style={{ width: right }} aria-label={tab === 'review' ? 'Review' : 'Tool, view and numbers'}>
          {tab === 'review' ? <ReviewPanel /> : <Inspector />}
          <Resizer
            label="Width of the panel"
            value={right}
            {...PANEL.right}
            usual={USUAL.right}
            panel="right"
            onChange={(width) => prefer({ right: width })}
          />
        </aside>
      )}
      <div className="rulers">
        <Rulers />
      </div>
    </div>
  );
}
