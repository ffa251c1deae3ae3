// Pictures and masks worked out by the tests themselves, to hold the program's against.
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { IGNORE, ROAD } from '../../../src/shared/domain';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import { composeOverlay } from '../../../src/shared/overlay/compose';
import { upsampleProbabilities } from '../../../src/shared/prediction/probabilities';
import { inDatabase } from './database';

export interface Rgb {
  readonly width: number;
  readonly height: number;
  /** [height*width*3]. */
  readonly data: Uint8Array;
}

export async function readRgb(file: string | Buffer): Promise<Rgb> {
  const { data, info } = await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** A mask file's label ids as they lie in it. */
export async function readLabels(file: string): Promise<LabelMap> {
  const { data, info } = await sharp(file).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const single =
    info.channels === 1 ? new Uint8Array(data) : Uint8Array.from({ length: info.width * info.height }, (_, i) => data[i * info.channels]!);
  return { width: info.width, height: info.height, data: single };
}

/** Stored 8-bit probabilities of a frame, brought to the frame's size. */
export function storedPrediction(
  folder: string,
  run: number,
  epoch: number,
  frame: { id: number; width: number; height: number },
): Uint8Array {
  return inDatabase(folder, (db) => {
    const row = db
      .prepare('SELECT width, height, deflated FROM prediction WHERE run = ? AND epoch = ? AND frame = ?')
      .get(run, epoch, frame.id) as { width: number; height: number; deflated: Uint8Array } | undefined;
    if (!row) throw new Error(`No prediction of run ${run}, epoch ${epoch}, frame ${frame.id} is stored.`);
    return upsampleProbabilities(new Uint8Array(inflateSync(row.deflated)), row.width, row.height, frame.width, frame.height);
  });
}

/** IoU of road, counted here pixel by pixel: ignore left out, 1 when both are empty. */
export function iouOf(mask: LabelMap, probabilities: Uint8Array, threshold: number): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] === IGNORE) continue;
    const truth = mask.data[i] === ROAD;
    const predicted = probabilities[i]! / 255 > threshold;
    if (truth && predicted) both++;
    if (truth || predicted) either++;
  }
  return either === 0 ? 1 : both / either;
}

/** As the window has them before anybody moves them. */
const USUAL = { mask: 0.45, prediction: 0.5 };

/** Mask and prediction over the picture, filled, at the usual opacities, blended here in floating point. */
export function overlaid(picture: Rgb, mask: LabelMap | null, probabilities: Uint8Array | null, threshold: number): Rgb {
  const { width, height } = picture;
  const over = new Uint8ClampedArray(width * height * 4);
  const show = mask && probabilities ? 'both' : mask ? 'mask' : 'prediction';
  composeOverlay({
    width,
    height,
    mask,
    probabilities,
    threshold,
    show,
    alphaMask: USUAL.mask,
    alphaPrediction: USUAL.prediction,
    into: over,
  });
  const data = Uint8Array.from(picture.data);
  for (let i = 0; i < width * height; i++) {
    const a = over[i * 4 + 3]! / 255;
    for (let c = 0; c < 3; c++) data[i * 3 + c] = Math.round(data[i * 3 + c]! * (1 - a) + over[i * 4 + c]! * a);
  }
  return { width, height, data };
}
