// 'Watch it learn': the kept epochs of the frame on the canvas, one after the other.
import { Player } from '../canvas/player';
import { useLive } from '../state/live';
import { notify } from '../state/notices';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { epochNumber, keptEpochs } from './epochs';

const kept = (): { epochs: number[]; now: number | null } => {
  const { run, epoch } = useView.getState();
  const detail = run === null ? undefined : useSession.getState().runDetails.get(run);
  return { epochs: keptEpochs(detail), now: epochNumber(detail, epoch) };
};

/** The epoch after the one that is shown; at the last the first again, where it plays in a loop. */
function nextEpoch(): number | undefined {
  const { epochs, now } = kept();
  const next = epochs.find((one) => now === null || one > now);
  return next ?? (useView.getState().watchLoop ? epochs[0] : undefined);
}

const player = new Player({
  settled: () => {
    const { shown, prediction } = useLive.getState();
    return shown === useView.getState().frame && (prediction === 'ready' || prediction === 'failed');
  },
  step: () => {
    const next = nextEpoch();
    if (next === undefined) return false;
    useView.getState().setEpoch(next);
    return true;
  },
  ended: stopWatching,
  rate: () => undefined,
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

export function toggleWatching(): void {
  const { watching, run, set, setEpoch } = useView.getState();
  if (watching) return stopWatching();
  const { epochs, now } = kept();
  if (run === null || epochs.length < 2) {
    const message = run === null ? 'Choose a run first: its epochs are what plays.' : 'This run has fewer than two kept epochs to play.';
    notify({ tone: 'info', message });
    return;
  }
  set({ watching: true, playing: false, showPrediction: true });
  if (now === epochs.at(-1)) setEpoch(epochs[0]!);
}

export function stopWatching(): void {
  useView.setState({ watching: false });
}

/** A press anywhere but on what steers it ends it. */
const pressed = (event: PointerEvent): void => {
  if (!(event.target instanceof Element && event.target.closest('[data-watch], [role=menu]'))) stopWatching();
};

/** Esc means the playing before it means anything else. */
const key = (event: KeyboardEvent): void => {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  stopWatching();
};

/** For the life of the window. */
export function followWatching(): () => void {
  return useView.subscribe((view, before) => {
    if (view.watching && (!before.watching || view.watchFps !== before.watchFps)) player.play(view.watchFps);
    if (view.watching === before.watching) return;
    if (view.watching) {
      window.addEventListener('pointerdown', pressed, { capture: true });
      window.addEventListener('keydown', key, { capture: true });
    } else {
      player.pause();
      window.removeEventListener('pointerdown', pressed, { capture: true });
      window.removeEventListener('keydown', key, { capture: true });
    }
  });
}
