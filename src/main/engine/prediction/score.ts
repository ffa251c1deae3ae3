// A frame's prediction against its mask, at the frame's own size.
import { deflate } from 'node:zlib';
import { promisify } from 'node:util';
import { IGNORE, ROAD } from '../../../shared/domain';
import { decodeRle } from '../../../shared/mask/rle';
import { confusion, iou } from '../../../shared/metrics/confusion';
import { thresholded, upsampleProbabilities } from '../../../shared/prediction/probabilities';
import type { EngineFrame, FrameScore, PredictionBlob } from '../protocol';

/** 8-bit probabilities at the net's size [height*width]. */
export interface NetPrediction {
  readonly width: number;
  readonly height: number;
  readonly probabilities: Uint8Array;
}

const deflated = promisify(deflate);

export async function blobOf(frame: EngineFrame, { width, height, probabilities }: NetPrediction): Promise<PredictionBlob> {
  return { frame: frame.id, width, height, deflated: await deflated(probabilities) };
}

export interface Scored {
  readonly score: FrameScore;
  /** Pixels by 8-bit probability [256], of road and of not-road truth. */
  readonly road: readonly number[];
  readonly notRoad: readonly number[];
}

/** Null for a frame without a mask. */
export function scoreOf(frame: EngineFrame, prediction: NetPrediction, threshold: number): Scored | null {
  if (!frame.mask) return null;
  const truth = decodeRle(frame.mask);
  const { width, height, probabilities } = prediction;
  const full = upsampleProbabilities(probabilities, width, height, frame.width, frame.height);
  const counts = confusion(thresholded(full, threshold), truth);
  const road = new Array<number>(256).fill(0);
  const notRoad = new Array<number>(256).fill(0);
  truth.data.forEach((label, i) => {
    if (label !== IGNORE) (label === ROAD ? road : notRoad)[full[i]!]!++;
  });
  return { score: { frame: frame.id, counts, iou: iou(counts) }, road, notRoad };
}
