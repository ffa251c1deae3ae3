// 'images.inspect': what an import needs to know of each file: its size, its fingerprint, whether it really is a picture, and its mask's labels.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { labelsIn } from '../../../shared/mask/labelMap';
import { encodeRle } from '../../../shared/mask/rle';
import { mapBounded, progressTeller } from '../bounded';
import type { EngineHandler, InspectedImage, InspectItem } from '../protocol';
import { decodePicture, whyUnreadable } from './picture';
import { readMaskFile } from './maskFiles';

/** Decoding fills a core by itself; one more file is being read meanwhile. */
const AT_ONCE = Math.min(8, availableParallelism() + 1);

type MaskFindings = Pick<InspectedImage, 'mask' | 'labels' | 'maskNote' | 'maskError'>;

export const inspectImages: EngineHandler<'images.inspect'> = async ({ items }, { emit, signal }) => {
  const tell = progressTeller(items.length, emit);
  let done = 0;
  const outcomes = await mapBounded(items, AT_ONCE, signal, async (item) => {
    const outcome = await inspect(item);
    tell(++done);
    return outcome;
  });
  return {
    failed: outcomes.filter((outcome) => 'why' in outcome),
    images: outcomes.filter((outcome) => 'sha256' in outcome),
  };
};

async function inspect({ image, mask, maskKind }: InspectItem): Promise<InspectedImage | { image: string; why: string }> {
  try {
    const file = await readFile(image);
    // All of it, not the header alone: a file cut short must be found now, not in the middle of a run.
    const { width, height } = await decodePicture(file);
    const sha256 = createHash('sha256').update(file).digest('hex');
    return { image, width, height, sha256, ...(await inspectMask(mask, maskKind, width, height)) };
  } catch (error) {
    return { image, why: `${image} cannot be read: ${whyUnreadable(error)}.` };
  }
}

async function inspectMask(path: string | null, as: InspectItem['maskKind'], width: number, height: number): Promise<MaskFindings> {
  if (path === null) return { mask: null, labels: [], maskNote: '', maskError: null };
  const unusable = (why: string): MaskFindings => ({
    mask: null,
    labels: [],
    maskNote: '',
    maskError: `The mask ${path} cannot be used: ${why}.`,
  });
  let file: Uint8Array;
  try {
    file = await readFile(path);
  } catch (error) {
    return unusable(whyUnreadable(error));
  }
  try {
    const { map, note } = readMaskFile(file, as);
    if (map.width !== width || map.height !== height) {
      return unusable(`it is ${map.width} x ${map.height} pixels and its image is ${width} x ${height}`);
    }
    return { mask: encodeRle(map), labels: labelsIn(map), maskNote: note, maskError: null };
  } catch (error) {
    return unusable((error as Error).message);
  }
}
