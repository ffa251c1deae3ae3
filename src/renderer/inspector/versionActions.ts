// What can be done with a version of a mask: compare it, put it back, name it. And the version of now, saved by name (Ctrl+S).
import type { FrameId, MaskVersionSummary, VersionId } from '../../shared/domain';
import { decodeRle } from '../../shared/mask/rle';
import { restoredNote, versionTitle } from '../../shared/mask/versionWords';
import { studio } from '../api';
import { flushMasks, markBefore, replaceMask } from '../canvas';
import { notify, told } from '../state/notices';
import { useSession } from '../state/session';
import { useShell } from '../state/shell';
import { useView } from '../state/view';

export const compareWithNow = (version: MaskVersionSummary): void =>
  useView.getState().setCompare({ kind: 'version', version: version.id, label: versionTitle(version) });

/** In the order of time, whichever was chosen first. */
export function comparePair(a: MaskVersionSummary, b: MaskVersionSummary): void {
  const [before, after] = a.id < b.id ? [a, b] : [b, a];
  const label = `${versionTitle(before)} and ${versionTitle(after)}`;
  useView.getState().setCompare({ kind: 'pair', before: before.id, after: after.id, label });
}

/** A step of its own, to be undone like any other; the version itself and all between stay. */
export async function restore(version: MaskVersionSummary): Promise<void> {
  const answer = await told(studio.masks.version({ version: version.id }));
  if (!answer || useView.getState().frame !== version.frame) return;
  const { compare, setCompare } = useView.getState();
  if (compare.kind === 'pair') setCompare({ kind: 'none' });
  const changed = replaceMask(decodeRle(answer.rle), restoredNote(version));
  if (changed === false) notify({ tone: 'info', message: 'The mask is as that version has it already.' });
  if (changed) notify({ tone: 'good', message: `The mask is as ${versionTitle(version)} has it again.`, hint: 'Undo takes it back.' });
}

/** Asks for a name of the mask as it is now, once it is saved. */
export async function nameNow(): Promise<void> {
  const { frame } = useView.getState();
  if (frame === null || !(await flushMasks())) return;
  const version = useSession.getState().framesById.get(frame)?.mask ?? (await newest(frame));
  if (version === null) return void notify({ tone: 'info', message: 'This frame has no mask yet: the first stroke makes one.' });
  useShell.setState({ naming: { frame, version: (await newest(frame)) ?? version, now: true } });
}

const newest = async (frame: FrameId): Promise<VersionId | null> => (await told(studio.masks.history({ frame })))?.[0]?.id ?? null;

export const startNaming = (version: MaskVersionSummary): void =>
  useShell.setState({ naming: { frame: version.frame, version: version.id, now: false } });

/** Null takes the name away. True when it is done. */
export async function nameVersion(version: VersionId, name: string | null, now: boolean): Promise<boolean> {
  const named = await told(studio.masks.nameVersion({ version, name }));
  if (!named) return false;
  useShell.setState({ naming: null, namesChanged: useShell.getState().namesChanged + 1 });
  // 'Before' is the mask as it was last saved by name.
  if (now && useView.getState().frame === named.frame) markBefore();
  return true;
}
