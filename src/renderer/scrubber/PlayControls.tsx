// What steers the playing of frames: play, how fast and how far, smoothing over time, and predictions for all of it beforehand.
import { LoaderCircle, Pause, Play, Sparkles } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FrameId } from '../../shared/domain';
import { temporalWords, type Temporal } from '../../shared/prediction/temporal';
import { studio } from '../api';
import { told } from '../state/notices';
import { keepsUp, sequence, setRangeEnd, speedWords, togglePlaying, usePlaying } from '../state/playing';
import { useSession } from '../state/session';
import { PLAY_SPEEDS, useView, useViewOf } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu, type MenuEntry } from '../ui/Menu';
import { predictSequence } from './predictSequence';

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

const SMOOTHINGS: readonly (readonly [string, Temporal | null])[] = [
  ['Off', null],
  ['Over 3 frames', { kind: 'window', radius: 1 }],
  ['Over 5 frames', { kind: 'window', radius: 2 }],
  ['Over 9 frames', { kind: 'window', radius: 4 }],
  ['Over past frames, newest most', { kind: 'exponential' }],
];
const same = (a: Temporal | null, b: Temporal | null): boolean => JSON.stringify(a) === JSON.stringify(b);

function Speed() {
  const { fps, loop, playRange, temporal } = useViewOf('fps', 'loop', 'playRange', 'temporal');
  const { setFps, set } = useView.getState();
  const rate = usePlaying((s) => s.rate);
  const entries: MenuEntry[] = [
    ...PLAY_SPEEDS.map((speed) => ({
      title: speed === 1 ? '1 frame a second' : `${speed} frames a second`,
      checked: speed === fps,
      run: () => setFps(speed),
    })),
    'line',
    { title: 'Again and again', checked: loop, run: () => set({ loop: !loop }) },
    { title: 'Begin at this frame', keys: keysOf('play.from'), run: () => setRangeEnd('from') },
    { title: 'End at this frame', keys: keysOf('play.to'), run: () => setRangeEnd('to') },
    { title: 'All frames of the list', disabled: playRange === null, run: () => set({ playRange: null }) },
    'line',
    { label: 'Smooth predictions over time' },
    ...SMOOTHINGS.map(([title, one]) => ({ title, checked: same(one, temporal), run: () => set({ temporal: one }) })),
  ];
  const late = !keepsUp(fps, rate);
  const words = [late ? 'It cannot keep up: ' : '', speedWords(fps, rate), temporal ? `, ${temporalWords(temporal)}` : ''].join('');
  return (
    <Menu entries={entries}>
      <Button
        small
        look="plain"
        className={late ? 'speed late' : 'speed'}
        tip={`Speed, range, smoothing. ${words}`}
        aria-label={`Speed: ${words}`}
        data-testid="speed"
      >
        {speedWords(fps, rate)}
        {temporal && ' ~'}
      </Button>
    </Menu>
  );
}

/** Frames of the sequence without a stored prediction of what is shown; null while it is not known. */
function useMissing(): readonly FrameId[] | null {
  const { run, epoch, order, playRange } = useViewOf('run', 'epoch', 'order', 'playRange');
  const frames = useSession((s) => s.frameIds);
  const job = useSession((s) => s.jobs.find(({ kind }) => kind === 'predict'));
  const [stored, setStored] = useState<{ of: string; frames: ReadonlySet<FrameId> } | null>(null);
  const of = `${run}/${epoch}`;
  useEffect(() => {
    if (run === null || job?.state === 'running') return;
    let stale = false;
    // While one scrubs nobody looks at it.
    const timer = setTimeout(async () => {
      const answer = await studio.runs.predicted({ run, epoch });
      if (!stale) setStored(answer.ok ? { of, frames: new Set(answer.value.frames) } : null);
    }, 400);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [run, epoch, of, job?.id, job?.state]);
  if (run === null || stored?.of !== of) return null;
  // Read again whenever these change.
  void [order, playRange, frames];
  return sequence().filter((frame) => !stored.frames.has(frame));
}

function PredictAll() {
  const missing = useMissing();
  const job = useSession((s) => s.jobs.find(({ kind, state }) => kind === 'predict' && state === 'running'));
  if (job)
    return (
      <Button
        small
        look="plain"
        className="speed"
        tip="Cancel: what is predicted stays"
        data-testid="predict-all"
        onClick={() => void told(studio.app.cancelJob({ job: job.id }))}
      >
        <LoaderCircle size={14} className="spin" /> {job.total > 0 ? `${job.done}/${job.total}` : ''}
      </Button>
    );
  if (!missing || missing.length === 0) return null;
  const words = `Predict the whole sequence: ${missing.length} of ${sequence().length} frames have no prediction yet`;
  return (
    <Button icon small look="plain" label={words} keys={keysOf('play.predict')} data-testid="predict-all" onClick={predictSequence}>
      <Sparkles size={14} />
    </Button>
  );
}

export function PlayControls() {
  return (
    <div className="play">
      <PlayButton />
      <Speed />
      <PredictAll />
    </div>
  );
}
