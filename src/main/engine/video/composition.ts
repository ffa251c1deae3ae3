// One frame of an export, read: its picture, its mask, what the run predicts, and the numbers for the read-out.
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { IGNORE } from '../../../shared/domain';
import { refuse } from '../../../shared/result';
import { confusion, counted, iou } from '../../../shared/metrics/confusion';
import type { LabelMap } from '../../../shared/mask/labelMap';
import { decodeRle } from '../../../shared/mask/rle';
import { decided, NO_POST } from '../../../shared/prediction/decision';
import { thresholded, upsampleProbabilities } from '../../../shared/prediction/probabilities';
import { readPicture, type Picture } from '../images/picture';
import type { OverlayFrame, OverlayStyle, PredictionBlob } from '../protocol';
import type { ReadoutFacts } from './readout';

/** `iou` of road is taken at the frame's own size; null without mask or prediction, or where the mask is all ignore. */
export interface ReadFrame extends Picture {
  readonly mask: LabelMap | null;
  /** 8-bit, at the frame's size, as they were decided upon. */
  readonly probabilities: Uint8Array | null;
  readonly facts: ReadoutFacts;
}

type Deciding = Pick<OverlayStyle, 'threshold' | 'post'>;

/** Fails with 'unreadable' or 'damaged', naming the frame's file. */
export async function readFrame(frame: OverlayFrame, style: OverlayStyle): Promise<ReadFrame> {
  const { name, split, path } = frame;
  const [picture, labels] = await Promise.all([readPicture(path), labelsOf(frame, style)]);
  const { width, height, rgb } = picture;
  if (width !== frame.width || height !== frame.height) {
    const found = `${path} is ${width} x ${height} pixels, but the project knows it as ${frame.width} x ${frame.height}`;
    return refuse('unreadable', `${found}.`, 'Put the original file back, or import the new one as another frame.');
  }
  const { mask, probabilities } = labels;
  const hasIgnore = mask?.data.includes(IGNORE) ?? false;
  const facts = {
    name,
    split,
    iou: scoreOf(mask, probabilities, style.threshold),
    hasMask: mask !== null,
    hasIgnore,
    untreated: frame.untreated ?? false,
  };
  return { width, height, rgb, mask, probabilities, facts: { ...facts, hasPrediction: probabilities !== null } };
}

/** The score alone, without the picture. */
export async function scoreFrame(frame: OverlayFrame, style: Deciding): Promise<number | null> {
  if (!frame.mask || !frame.prediction) return null;
  const { mask, probabilities } = await labelsOf(frame, style);
  return scoreOf(mask, probabilities, style.threshold);
}

/** Mask and prediction alone, without the picture. */
export async function labelsOf(frame: OverlayFrame, style: Deciding): Promise<{ mask: LabelMap | null; probabilities: Uint8Array | null }> {
  const { name, width, height } = frame;
  const mask = frame.mask && decodeRle(frame.mask);
  if (mask && (mask.width !== width || mask.height !== height)) {
    return refuse('damaged', `The mask of ${name} is ${mask.width} x ${mask.height} pixels and its frame is ${width} x ${height}.`);
  }
  const predicted = frame.prediction && (await atFrameSize(frame.prediction, name, width, height));
  const probabilities = predicted && decided(predicted, width, height, { ...(style.post ?? NO_POST), threshold: style.threshold });
  return { mask, probabilities };
}

const inflated = promisify(inflate);

/** A stored prediction as 8-bit probabilities [height*width]. */
export async function atFrameSize(prediction: PredictionBlob, name: string, width: number, height: number): Promise<Uint8Array> {
  const pixels = prediction.width * prediction.height;
  let small: Uint8Array;
  try {
    small = await inflated(prediction.deflated, { maxOutputLength: pixels + 1 });
  } catch {
    return refuse('damaged', `The stored prediction of ${name} is damaged.`, 'Predict the frame again.');
  }
  if (small.length !== pixels) return refuse('damaged', `The stored prediction of ${name} is damaged.`, 'Predict the frame again.');
  return upsampleProbabilities(small, prediction.width, prediction.height, width, height);
}

function scoreOf(mask: LabelMap | null, probabilities: Uint8Array | null, threshold: number): number | null {
  if (!mask || !probabilities) return null;
  const counts = confusion(thresholded(probabilities, threshold), mask);
  return counted(counts) === 0 ? null : iou(counts);
}
