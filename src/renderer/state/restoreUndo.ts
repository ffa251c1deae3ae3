// Brings a frame's stored undo steps back into its document: page by page, brought up to date where the mask was changed without them.
import type { UndoPage } from '../../shared/contract/masks';
import type { FrameId, VersionId } from '../../shared/domain';
import { decodeRle } from '../../shared/mask/rle';
import { TileGrid } from '../../shared/mask/tiles';
import { attempt, ExpectedFailure, refuse, unwrap, type Result } from '../../shared/result';
import type { MaskDocument } from '../canvas/maskDocument';
import { readStep, stepsOnto, type UndoStep } from '../canvas/undoTiles';
import type { SaveQueue } from './saveQueue';

export interface RestoreDoor {
  undoSteps(input: { frame: FrameId; after: number }): Promise<Result<UndoPage>>;
  version(input: { version: VersionId }): Promise<Result<{ rle: Uint8Array }>>;
}

/** Nothing may be saved before it has resolved. A damaged history is none, and the next save replaces it; anything else that goes wrong rejects. */
export async function restoreUndo(door: RestoreDoor, frame: FrameId, document: MaskDocument, queue: SaveQueue): Promise<void> {
  const read = await attempt(() => readAll(door, frame, document));
  const none = (ours: readonly UndoStep[]): readonly UndoStep[] => ours;
  if (!read.ok && read.error.code !== 'damaged') throw new ExpectedFailure(read.error);
  if (!read.ok) return queue.restored(null, none);
  const { version, steps } = read.value;
  const { saved } = queue;
  if (steps.length === 0) return queue.restored(version === saved.version ? [] : null, none);
  if (version === saved.version) return queue.restored(steps, document.restore(steps));
  // Somebody made a newer version without looking at the steps. `restored` with null: main's are replaced as a whole by the next save.
  const base = await attempt(async () => decodeRle(unwrap(await door.version({ version: version! })).rle).data);
  if (!base.ok) return queue.restored(null, none);
  const theirs = queue.saved.rle && decodeRle(queue.saved.rle).data;
  queue.restored(null, document.restore(steps.map(stepsOnto(new TileGrid(document.width, document.height), base.value, theirs))));
}

async function readAll(
  door: RestoreDoor,
  frame: FrameId,
  { width, height }: MaskDocument,
): Promise<{ version: VersionId | null; steps: UndoStep[] }> {
  const steps: UndoStep[] = [];
  const { count } = new TileGrid(width, height);
  for (;;) {
    const page = unwrap(await door.undoSteps({ frame, after: steps.at(-1)?.position ?? 0 }));
    for (const stored of page.steps) {
      const step = readStep(stored);
      if (step.tiles.some((tile) => tile >= count)) refuse('damaged', 'A stored undo step does not fit its frame.');
      steps.push(step);
    }
    if (!page.more || page.steps.length === 0) return { version: page.version, steps };
  }
}
