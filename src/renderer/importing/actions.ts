// Ways into an import, and what it leaves behind: choose or drop a folder or file, start, split, undo of a split.
import type { ImportSource, SplitRule } from '../../shared/contract/frames';
import type { FormatName } from '../../shared/labels/formats';
import { count } from '../format';
import { studio } from '../api';
import { notify, told } from '../state/notices';
import { useSession } from '../state/session';
import { openDialog, useShell } from '../state/shell';

const offer = (source: ImportSource): void => useShell.setState({ importSource: source, importJob: null, dialog: 'import' });

/** Asks main for a folder or a file, then shows what was found in it. */
export async function chooseImport(what: 'folder' | 'file' = 'folder'): Promise<void> {
  const source = await told(studio.frames.chooseImport({ what }));
  if (source) offer(source);
}

/** A folder or an annotation file that was dropped on the window. */
export async function importDropped(file: unknown): Promise<void> {
  const path = studio.droppedPath(file);
  if (path === '') {
    notify({
      tone: 'bad',
      message: 'What was dropped is neither a folder nor a file of this machine.',
      hint: 'Drop a folder of frames or an annotation file from the file manager.',
    });
    return;
  }
  const source = await told(studio.frames.droppedImport({ path }));
  if (source) offer(source);
}

/** Reads the chosen source as another of its formats. */
export async function readAs(format: FormatName): Promise<void> {
  const source = useShell.getState().importSource;
  const other = source && (await told(studio.frames.planImport({ token: source.token, format })));
  if (other) useShell.setState({ importSource: other });
}

export async function startImport(copy: boolean, classes: boolean): Promise<void> {
  const source = useShell.getState().importSource;
  if (!source) return;
  const job = await told(studio.frames.startImport({ token: source.token, copy, classes }));
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
