// The rulers under the picture: frames, and the epochs of the run that is shown. Dragging along either is one gesture in two directions.
import { Pause, Play } from 'lucide-react';
import { togglePlaying } from '../state/navigate';
import { useSession } from '../state/session';
import { PLAY_SPEEDS, useView } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu } from '../ui/Menu';
import { EpochRuler } from './EpochRuler';
import { FrameRuler } from './FrameRuler';
import './rulers.css';

function PlayButton() {
  const playing = useView((s) => s.playing);
  const none = useSession((s) => s.frames.length < 2);
  const Icon = playing ? Pause : Play;
  return (
    <Button
      icon
      small
      look="plain"
      label={playing ? 'Pause' : 'Play the frames'}
      keys={keysOf('play.toggle')}
      disabled={none}
      aria-pressed={playing}
      data-testid="play"
      onClick={togglePlaying}
    >
      <Icon size={14} fill="currentColor" />
    </Button>
  );
}

function Speed() {
  const fps = useView((s) => s.fps);
  const setFps = useView((s) => s.setFps);
  return (
    <Menu entries={PLAY_SPEEDS.map((speed) => ({ title: `${speed} frames a second`, checked: speed === fps, run: () => setFps(speed) }))}>
      <Button small look="plain" className="speed" aria-label={`Speed: ${fps} frames a second`}>
        {fps} fps
      </Button>
    </Menu>
  );
}

export function Rulers() {
  const run = useView((s) => s.run);
  return (
    <section className="rb-rulers" aria-label="Rulers">
      <div className="play">
        <PlayButton />
        <Speed />
      </div>
      <FrameRuler />
      {run !== null && <EpochRuler run={run} />}
    </section>
  );
}
