// Undo steps: what one of them holds, how it is stored, how it follows somebody else's version. Steps never change: a changed one is another one.
import type { StoredStep } from '../../shared/contract/masks';
import { packTile, unpackTile, type TileGrid } from '../../shared/mask/tiles';
import { decodeDeltas, encodeDeltas } from '../../shared/mask/undoDeltas';
import { takeOver } from './mergeMasks';

/** One undoable edit: how the tiles it touched looked on the other side of it (before it; after it, once undone). */
export interface UndoStep {
  /** Its place among the frame's steps, from 1; done steps stand before undone ones. */
  readonly position: number;
  readonly note: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly undone: boolean;
  readonly tiles: readonly number[];
  /** Packed labels of those tiles, in the same order. */
  readonly packed: readonly Uint8Array[];
  readonly bytes: number;
}

/** Bookkeeping of a step besides its packed labels. */
const STEP_BYTES = 160;
const TILE_BYTES = 64;

const stepBytes = (packed: readonly Uint8Array[]): number => packed.reduce((sum, tile) => sum + tile.length + TILE_BYTES, STEP_BYTES);

export const makeStep = (step: Omit<UndoStep, 'bytes'>): UndoStep => ({ ...step, bytes: stepBytes(step.packed) });

export const storedStep = ({ position, note, at, undone, tiles, packed }: UndoStep): StoredStep => ({
  ...{ position, label: note, at, undone },
  deltas: encodeDeltas({ tiles, packed }),
});

/** Throws ExpectedFailure 'damaged'. */
export const readStep = ({ position, label, at, undone, deltas }: StoredStep): UndoStep =>
  makeStep({ position, note: label, at, undone, ...decodeDeltas(deltas) });

/** What a save has to say of the undo steps: from those that main has to those that are there now. Null for `stored`: nobody knows what main has. */
export function undoChange(
  stored: readonly UndoStep[] | null,
  now: readonly UndoStep[],
): { whole: boolean; put: StoredStep[]; remove: number[] } {
  if (!stored) return { whole: true, put: now.map(storedStep), remove: [] };
  const before = new Map(stored.map((step) => [step.position, step]));
  const after = new Set(now.map((step) => step.position));
  const put = now.filter((step) => before.get(step.position) !== step).map(storedStep);
  return { whole: false, put, remove: stored.map(({ position }) => position).filter((position) => !after.has(position)) };
}

/**
 * Steps as if `theirs` had been there before them instead of `base` (null = all OTHER; label maps of the grid's size): their labels stand wherever a step's own
 * are still the base's. The same step always becomes the same new one.
 */
export function stepsOnto(grid: TileGrid, base: Uint8Array | null, theirs: Uint8Array | null): (step: UndoStep) => UndoStep {
  const changed = new Map<number, [Uint8Array, Uint8Array] | null>();
  const blank = (tile: number): Uint8Array => new Uint8Array(grid.area(tile));
  const change = (tile: number): [Uint8Array, Uint8Array] | null => {
    const known = changed.get(tile);
    if (known !== undefined) return known;
    const was = base ? grid.read(base, tile) : blank(tile);
    const is = theirs ? grid.read(theirs, tile) : blank(tile);
    const found: [Uint8Array, Uint8Array] | null = was.every((label, i) => label === is[i]) ? null : [was, is];
    changed.set(tile, found);
    return found;
  };
  const made = new Map<UndoStep, UndoStep>();
  return (step) => {
    const known = made.get(step);
    if (known) return known;
    const packed = step.packed.map((bytes, i) => {
      const tile = step.tiles[i]!;
      const to = change(tile);
      if (!to) return bytes;
      const labels = unpackTile(bytes, grid.area(tile));
      takeOver(labels, ...to);
      return packTile(labels);
    });
    const fresh = makeStep({ ...step, packed });
    made.set(step, fresh);
    return fresh;
  };
}
