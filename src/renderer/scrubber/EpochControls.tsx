// What steers the epochs: watch them play, how fast, and make what is shown the mask.
import { BookmarkCheck, Clapperboard, Square } from 'lucide-react';
import { runCommand } from '../commands';
import { useLive } from '../state/live';
import { useView, useViewOf } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu } from '../ui/Menu';
import { toggleWatching } from './watch';

const SPEEDS = [1, 2, 5, 10] as const;

export function EpochControls() {
  const { watching, watchFps, watchLoop } = useViewOf('watching', 'watchFps', 'watchLoop');
  const { set } = useView.getState();
  const ready = useLive((s) => s.prediction === 'ready');
  const Icon = watching ? Square : Clapperboard;
  return (
    <div className="play epochs" data-watch>
      <Button
        icon
        small
        look="plain"
        label={watching ? 'Stop' : 'Watch it learn: play the kept epochs of this frame'}
        keys={watching ? 'Esc' : keysOf('watch.toggle')}
        aria-pressed={watching}
        data-testid="watch"
        onClick={toggleWatching}
      >
        <Icon size={14} />
      </Button>
      <Menu
        entries={[
          ...SPEEDS.map((speed) => ({
            title: speed === 1 ? '1 epoch a second' : `${speed} epochs a second`,
            checked: speed === watchFps,
            run: () => set({ watchFps: speed }),
          })),
          'line',
          { title: 'Again and again', checked: watchLoop, run: () => set({ watchLoop: !watchLoop }) },
        ]}
      >
        <Button
          small
          look="plain"
          className="speed"
          tip="How fast the epochs play, and whether again"
          aria-label={`${watchFps} epochs a second`}
        >
          {watchFps}/s
        </Button>
      </Menu>
      <Button
        icon
        small
        look="plain"
        label="Make this my mask: the whole prediction, as one step to undo"
        keys={keysOf('region.takeAll')}
        disabled={!ready}
        data-testid="take-all"
        onClick={() => runCommand('region.takeAll')}
      >
        <BookmarkCheck size={14} />
      </Button>
    </div>
  );
}
