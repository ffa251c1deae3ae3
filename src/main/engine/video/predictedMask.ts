// 'predictions.mask': a run's prediction as a label map, for exports of masks.
import { IGNORE, OTHER, ROAD } from '../../../shared/domain';
import { encodeRle } from '../../../shared/mask/rle';
import { cutOf } from '../../../shared/prediction/probabilities';
import { refuse } from '../../../shared/result';
import type { EngineHandler } from '../protocol';
import { labelsOf } from './composition';

/** Fails with 'damaged', or 'bad-input' without a prediction. */
export const predictedMask: EngineHandler<'predictions.mask'> = async ({ frame, threshold, post, keepIgnore }) => {
  const { mask, probabilities } = await labelsOf(keepIgnore ? frame : { ...frame, mask: null }, { threshold, post });
  if (!probabilities) return refuse('bad-input', `Frame ${frame.name} has no prediction.`, 'Predict it first.');
  const { width, height } = frame;
  const cut = cutOf(threshold);
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = mask?.data[i] === IGNORE ? IGNORE : probabilities[i]! > cut ? ROAD : OTHER;
  return { rle: encodeRle({ width, height, data }) };
};
