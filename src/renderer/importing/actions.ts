// Ways into an import, and what it leaves behind: choose or drop a folder, start, split, undo of a split.
import type { SplitRule } from '../../shared/contract/frames';
import { count } from '../format';
import { studio } from '../api';
import { notify, told } from '../state/notices';
import { useSession } from '../state/session';
import { openDialog, useShell } from '../state/shell';

/** Asks main for a folder, then shows what was found in it. */
export async function chooseImport(): Promise<void> {
  const source = await told(studio.frames.chooseImport({}));
  if (source) useShell.setState({ importSource: source, importJob: null, dialog: 'import' });
}

/** A folder that was dropped on the window. */
export async function importDropped(file: unknown): Promise<void> {
  const path = studio.droppedPath(file);
  if (path === '') {
    notify({
      tone: 'bad',
      message: 'What was dropped is not a folder of this machine.',
      hint: 'Drop a folder of frames from the file manager.',
    });
    return;
  }
  const source = await told(studio.frames.droppedImport({ path }));
  if (source) useShell.setState({ importSource: source, importJob: null, dialog: 'import' });
}

export async function startImport(copy: boolean): Promise<void> {
  const source = useShell.getState().importSource;
  if (!source) return;
  const job = await told(studio.frames.startImport({ token: source.token, copy }));
  if (job !== undefined) useShell.setState({ importJob: job });
}

export const openSplit = (): void => openDialog('split');

/** The split as it is, as two lists: what 'Undo' goes back to. */
function currentSplit(): SplitRule {
  const { frames } = useSession.getState();
  const names = (split: string): string[] => frames.filter((frame) => frame.split === split).map((frame) => frame.name);
  return { kind: 'lists', train: names('train'), heldOut: names('held-out') };
}

export async function applySplit(rule: SplitRule): Promise<boolean> {
  const before = currentSplit();
  const done = await told(studio.frames.split({ rule }));
  if (!done) return false;
  const rest = done.none > 0 ? `, ${count(done.none, 'frame')} in neither` : '';
  notify({
    tone: 'good',
    message: `Split: ${done.train} train, ${done.heldOut} held-out${rest}.`,
    action: { title: 'Undo', run: () => void told(studio.frames.split({ rule: before })) },
  });
  return true;
}
