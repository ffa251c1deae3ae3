// The queue of runs in the window: who waits, and the verbs behind the buttons of its section.
import type { RunSummary } from '../../shared/contract/runs';
import { studio } from '../api';
import { dismiss, notify, told } from '../state/notices';

/** In their order; a run that was taken out and can still come back has no place. */
export const queuedOf = (runs: readonly RunSummary[]): RunSummary[] =>
  runs.filter((run) => run.state === 'queued' && run.place !== null).sort((a, b) => (a.place ?? 0) - (b.place ?? 0));

export const goOn = (): Promise<unknown> => told(studio.runQueue.go({}));
export const hold = (): Promise<unknown> => told(studio.runQueue.hold({}));
export const startNow = (run: RunSummary): Promise<unknown> => told(studio.runQueue.startNow({ run: run.id }));
export const move = (run: RunSummary, by: number): Promise<unknown> =>
  told(studio.runQueue.place({ run: run.id, place: Math.max(1, (run.place ?? 1) + by) }));

const UNDO_SECONDS = 8;

/** Out of the line at once, forgotten when 'Undo' has passed. */
export async function takeOut(run: RunSummary): Promise<void> {
  const { place } = run;
  if ((await told(studio.runQueue.place({ run: run.id, place: null }))) === undefined) return;
  const timer = setTimeout(() => {
    dismiss(notice);
    void told(studio.runs.remove({ run: run.id }));
  }, UNDO_SECONDS * 1000);
  const undo = (): void => {
    clearTimeout(timer);
    void told(studio.runQueue.place({ run: run.id, place: place ?? 1 }));
  };
  const notice = notify({
    tone: 'info',
    message: `${run.name} taken out of the queue.`,
    action: { title: 'Undo', run: undo },
    lasts: UNDO_SECONDS * 1000,
  });
}
