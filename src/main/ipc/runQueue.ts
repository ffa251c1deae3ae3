// Calls about the queue of runs and about retraining; and that the next run begins when one ends.
import type { RunId } from '../../shared/domain';
import { ok, type Result, unwrap } from '../../shared/result';
import {
  controlRun,
  getRun,
  holdQueue,
  isBusy,
  keepRetrained,
  listQueue,
  placeInQueue,
  queueRuns,
  retrainingStart,
  retrainReport,
  startNext,
  startRun,
} from '../studio';
import type { RunStart, StartedRun, Studio } from '../studio/studio';
import type { Desk } from './desk';
import type { Handlers } from './register';

export const runQueueCalls = (desk: Desk): Handlers['runQueue'] => ({
  state: () => ok({ held: desk.studio.queue.held, why: desk.studio.queue.why }),
  add: async ({ sweep, runs }) => {
    const { studio } = desk;
    const added = unwrap(
      await queueRuns(
        studio,
        runs.map((run) => ({ ...run, sweep })),
      ),
    );
    if (!isBusy(studio)) holdQueue(studio, false);
    await goOn(desk, studio);
    return ok(added);
  },
  go: async () => {
    holdQueue(desk.studio, false);
    await goOn(desk, desk.studio);
    return ok({});
  },
  hold: () => {
    holdQueue(desk.studio, true);
    tellQueue(desk);
    return ok({});
  },
  place: ({ run, place }) => {
    unwrap(placeInQueue(desk.project, run, place));
    tellQueue(desk, [run]);
    return ok({});
  },
  startNow: async ({ run }) => {
    const { studio } = desk;
    unwrap(placeInQueue(studio.project, run, 1));
    studio.queue.only = run;
    for (const busy of studio.active.keys()) unwrap(await controlRun(studio, busy, 'stop'));
    await goOn(desk, studio);
    return ok({});
  },
  retrain: async (what) => ok(await startOrQueue(desk, unwrap(retrainingStart(desk.project, what)), true)),
  retrained: ({ run }) => desk.whileOpen((signal) => retrainReport(desk.studio, run, { signal })),
  keep: ({ run }) => {
    const kept = unwrap(keepRetrained(desk.project, run));
    desk.around.events.run({ run: kept, epoch: null });
    return ok({});
  },
});

/** At once where nothing trains, else in the queue: as its last, or as its next. */
export async function startOrQueue(desk: Desk, start: RunStart, first = false): Promise<RunId> {
  const { studio } = desk;
  if (!isBusy(studio)) return begun(desk, await startRun(studio, start, desk.runOptions())).run;
  const [run] = unwrap(await queueRuns(studio, [start], first));
  tellQueue(desk);
  // What trained may have ended meanwhile.
  await goOn(desk, studio);
  return run!;
}

/** Tells the window of a run that begins; when it ends, the next of the queue begins. */
export function begun(desk: Desk, started: Result<StartedRun>): StartedRun {
  const run = unwrap(started);
  const { studio } = desk;
  desk.watch(
    run.finished.finally(() => {
      // A project that is being put away begins nothing more.
      if (desk.studioOrNull === studio) setImmediate(() => void goOn(desk, studio));
    }),
  );
  for (const message of run.notices) desk.around.events.notice({ tone: 'warn', message, hint: '' });
  const detail = getRun(desk.project, run.run);
  if (detail.ok) desk.around.events.run({ run: detail.value.run, epoch: null });
  return run;
}

/** Begins the next of the queue, if it may. What keeps it from beginning holds the queue, which says so. */
async function goOn(desk: Desk, studio: Studio): Promise<void> {
  if (desk.studioOrNull !== studio) return;
  const starting = startNext(studio, desk.runOptions());
  // A project that is closed in this moment waits for what has just begun to end.
  desk.watch(starting.then(async (next) => (desk.studioOrNull !== studio && next.ok && next.value ? next.value.finished : ok(null))));
  const next = await starting;
  if (desk.studioOrNull !== studio) return;
  if (next.ok && next.value) begun(desk, ok(next.value));
  if (!next.ok) desk.around.events.notice({ tone: 'bad', message: `The queue waits: ${next.error.message}`, hint: next.error.hint ?? '' });
  tellQueue(desk);
}

export function tellQueue(desk: Desk, more: readonly RunId[] = []): void {
  const { held, why } = desk.studio.queue;
  const line = listQueue(desk.project);
  const others = more.filter((id) => !line.some((run) => run.id === id));
  const rest = others.flatMap((id) => {
    const detail = getRun(desk.project, id);
    return detail.ok ? [detail.value.run] : [];
  });
  desk.around.events.send('runQueue', { state: { held, why }, runs: [...line, ...rest] });
}
