// What the canvas listens to: the stores, and main's events. Once, for the life of the window.
import type { FrameId, LabelClass } from '../../shared/domain';
import { paletteOf } from '../../shared/labels/palette';
import { studio } from '../api';
import { followWatching } from '../scrubber/watch';
import { queueSort, useFrameList } from '../frames/state';
import { useQueue } from '../state/queue';
import { walk } from '../state/navigate';
import { notify } from '../state/notices';
import { keepPreferences } from '../state/preferences';
import { useSession, type Session } from '../state/session';
import { classesKept, NOTHING_COMPARED, useView, type View } from '../state/view';
import { services } from './services';
import { wishOf } from './wish';

let connected = false;

export function connectCanvas(): void {
  if (connected) return;
  connected = true;
  useView.subscribe(followView);
  followWatching();
  for (const store of [useFrameList, useQueue]) store.subscribe(followSuspects());
  useSession.subscribe(followSession);
  followSession(useSession.getState(), null);
  followView(useView.getState(), null);
  studio.on('run', ({ run, epoch }) => {
    if (!epoch) return;
    const { predictions, flow } = services();
    predictions.forget(run.id, epoch.epoch);
    const { run: chosen, epoch: choice, compare } = useView.getState();
    if (compare.kind === 'runs' && compare.other === run.id && typeof compare.otherEpoch === 'string') services().controller.pair.again();
    if (chosen === run.id && (typeof choice === 'string' || choice >= epoch.epoch)) flow.again('prediction');
  });
  studio.on('runRemoved', ({ run }) => {
    services().predictions.forget(run);
    const { compare, setCompare, showRun, run: chosen } = useView.getState();
    if (compare.kind === 'runs' && compare.other === run) setCompare(NOTHING_COMPARED);
    if (chosen === run) showRun(null);
  });
  studio.on('closing', () => void settle());
}

/** Resolves true once every stroke is acknowledged; false when some could not be saved within seconds. */
export const flushMasks = (): Promise<boolean> => services().masks.flush(9_000);

/** The window wants to close, or another project to be opened. Without an answer main asks the person what to do about what is not saved. */
async function settle(): Promise<void> {
  services().controller.gestures.up();
  const [saved] = await Promise.all([flushMasks(), keepPreferences()]);
  if (saved) await studio.app.readyToClose({});
}

/** The queue may go by label suspicion now, or no longer. */
function followSuspects(): () => void {
  let before = queueSort();
  return () => {
    if (queueSort() === before) return;
    before = queueSort();
    services().suspects.follow();
  };
}

let direction: 1 | -1 = 1;
/** What is to be on the canvas, and what is to be fetched ahead of it, follow from these. */
const WISHED = ['frame', 'run', 'epoch', 'playing', 'watching', 'temporal', 'loop', 'playRange'] as const;

function followView(view: View, before: View | null): void {
  const { player } = services();
  if (!before || WISHED.some((name) => view[name] !== before[name])) wish(view, before);
  if (view.playing && (!before?.playing || view.fps !== before.fps)) player.play(view.fps);
  if (!view.playing && before?.playing) player.pause();
}

function wish(view: View, before: View | null): void {
  const order = walk();
  if (before && view.frame !== null && before.frame !== null && view.frame !== before.frame)
    direction = order.indexOf(view.frame) < order.indexOf(before.frame) ? -1 : 1;
  services().flow.want(wishOf(view, direction));
}

function followSession(session: Session, before: Session | null): void {
  const { masks, pictures, looks, predictions, versions, controller } = services();
  if (before && session.project?.folder !== before.project?.folder) {
    // The new project's frames have the same ids: nothing of the old one may reach it.
    const lost = masks.reset();
    if (lost > 0) notify({ tone: 'bad', message: `${lost} strokes of the project that was open before could not be saved.` });
    useView.setState({
      frame: null,
      order: null,
      run: null,
      epoch: 'best',
      playing: false,
      watching: false,
      playRange: null,
      paintOver: null,
      compare: NOTHING_COMPARED,
    });
    pictures.clear();
    looks.clear();
    predictions.clear();
    versions.clear();
  }
  if (before && session.project?.classes !== before.project?.classes) {
    keepClasses(session.project?.classes ?? []);
    controller.classesChanged();
  }
  if (session.changed === before?.changed) return;
  for (const frame of session.changed) masks.heard(frame);
  if (session.frames !== before?.frames) chooseFrame(session);
}

/** What is painted, and what may be painted over, are classes of the project that is open. */
function keepClasses(classes: readonly LabelClass[]): void {
  const view = useView.getState();
  const kept = classesKept(view, paletteOf(classes));
  if (kept) view.set(kept);
}

/** There is always a frame on the canvas when the project has one. */
function chooseFrame({ frameIds, framesById, framesLoaded }: Session): void {
  const view = useView.getState();
  if (!framesLoaded) return;
  const known = (frame: FrameId | null): boolean => frame !== null && framesById.has(frame);
  if (!known(view.frame)) view.goTo(frameIds[0] ?? null);
}
