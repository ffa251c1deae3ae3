// Opening a recent project: only once every stroke of the open one is saved.
import { flushMasks } from '../canvas';
import { studio } from '../api';
import { told } from '../state/notices';
import { useSession } from '../state/session';
import { loadRecent } from '../state/sessionEvents';

export async function openRecent(id: string): Promise<void> {
  if (useSession.getState().project && !(await flushMasks())) return;
  await told(studio.project.openRecent({ id }));
  await loadRecent();
}
