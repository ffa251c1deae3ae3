// One frame of an export: the picture with its overlay, as the window shows it, and the numbers for the read-out.
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { IGNORE } from '../../../shared/domain';
import { refuse } from '../../../shared/result';
import { confusion, counted, iou } from '../../../shared/metrics/confusion';
import type { LabelMap } from '../../../shared/mask/labelMap';
import { decodeRle } from '../../../shared/mask/rle';
import { blendOver, composeOverlay } from '../../../shared/overlay/compose';
import { decided, NO_POST } from '../../../shared/prediction/decision';
import { thresholded, upsampleProbabilities } from '../../../shared/prediction/probabilities';
import { readPicture, type Picture } from '../images/picture';
import { type ReadoutFacts } from './readout';
import type { OverlayFrame, OverlayStyle, PredictionBlob } from '../protocol';

/** `iou` of road is taken at the frame's own size; null without mask or prediction, or where the mask is all ignore. */
export interface ComposedFrame extends Picture {
  readonly facts: ReadoutFacts;
}

const inflated = promisify(inflate);

/** Fails with 'unreadable' or 'damaged', naming the frame's file. */
export async function composeFrame(frame: OverlayFrame, style: OverlayStyle): Promise<ComposedFrame> {
  const { name, split, path } = frame;
  const picture = await readPicture(path);
  const { width, height, rgb } = picture;
  if (width !== frame.width || height !== frame.height) {
    const found = `${path} is ${width} x ${height} pixels, but the project knows it as ${frame.width} x ${frame.height}`;
    return refuse('unreadable', `${found}.`, 'Put the original file back, or import the new one as another frame.');
  }
  const mask = frame.mask && decodeRle(frame.mask);
  if (mask && (mask.width !== width || mask.height !== height)) {
    return refuse('damaged', `The mask of ${name} is ${mask.width} x ${mask.height} pixels and its frame is ${width} x ${height}.`);
  }
  const predicted = frame.prediction && (await atFrameSize(frame.prediction, name, width, height));
  const decision = { ...(style.post ?? NO_POST), threshold: style.threshold };
  const probabilities = predicted && decided(predicted, width, height, decision);
  const overlay = new Uint8ClampedArray(width * height * 4);
  composeOverlay({
    ...{ width, height, mask, probabilities, into: overlay },
    ...{ threshold: style.threshold, show: style.show, alphaMask: style.alpha, alphaPrediction: style.alpha },
    classColours: new Map(style.classColours ?? []),
  });
  blendOver(rgb, 3, overlay);
  const iou = scoreOf(mask, probabilities, style.threshold);
  const hasIgnore = mask?.data.includes(IGNORE) ?? false;
  return { width, height, rgb, facts: { name, split, iou, hasMask: mask !== null, hasIgnore, hasPrediction: probabilities !== null } };
}

async function atFrameSize(prediction: PredictionBlob, name: string, width: number, height: number): Promise<Uint8Array> {
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
