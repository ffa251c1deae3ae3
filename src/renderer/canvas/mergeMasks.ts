// Three-way merge of masks: what we changed since the base stays, everywhere else stands what the others made of it.
import { decodeRle, encodeRle } from '../../shared/mask/rle';

/** `mine` with `theirs` wherever `mine` equals `base`; all are label maps [height*width] of one size, null = all OTHER. In place. */
export function takeOver(mine: Uint8Array, base: Uint8Array | null, theirs: Uint8Array | null): void {
  for (let i = 0; i < mine.length; i++) if (mine[i] === (base ? base[i]! : 0)) mine[i] = theirs ? theirs[i]! : 0;
}

/** The same for encoded maps; answers the merged map, encoded. */
export function mergeOnto(base: Uint8Array | null, mine: Uint8Array, theirs: Uint8Array | null): Uint8Array {
  const map = decodeRle(mine);
  takeOver(map.data, base && decodeRle(base).data, theirs && decodeRle(theirs).data);
  return encodeRle(map);
}
