// Closing the studio: nothing unsaved is lost without asking, nothing that runs is interrupted without asking, and everything is put in order.
import { getRun } from '../studio';
import type { Desk } from './desk';

/** True when the studio has been put away and may end; false when the person would rather keep working. */
export async function leave(desk: Desk): Promise<boolean> {
  const { dialogs } = desk.around;
  const busy = whatRuns(desk);
  if (busy.length > 0) {
    const goes = await dialogs.confirm('closeBusy', {
      message: `${busy[0]}${busy.length > 1 ? ` (and ${busy.length - 1} more)` : ''}. Close Roadbrush all the same?`,
      detail: 'A run can be resumed from its last finished epoch. An export or import is cancelled and leaves nothing half done.',
      buttons: ['Close', 'Keep working'],
    });
    if (!goes) return false;
  }
  if (desk.studioOrNull && !(await desk.handshake.settle())) {
    const goes = await dialogs.confirm('closeUnsaved', {
      message: 'Some strokes could not be saved. Close Roadbrush and lose them?',
      detail: 'The status line says what keeps them from being saved.',
      buttons: ['Close and lose them', 'Keep working'],
    });
    if (!goes) return false;
  }
  await desk.putAway();
  await desk.around.engine.close();
  return true;
}

function whatRuns(desk: Desk): string[] {
  const studio = desk.studioOrNull;
  const runs = [...(studio?.active.keys() ?? [])].flatMap((id) => {
    const detail = studio && getRun(studio.project, id);
    return detail?.ok ? [`${detail.value.run.name} is still training`] : [];
  });
  // The sample is not worth a question: it is made again in seconds.
  const jobs = desk.jobs.running().filter((job) => job.kind !== 'sample');
  return [...runs, ...jobs.map((job) => `${job.title} is not done yet`)];
}
