// The picture that an export would hold, drawn by the exporter's own overlay code: frame, mask and prediction of one frame.
import type { ExportRequest } from '../../shared/contract/app';
import type { FrameSummary, Split } from '../../shared/domain';
import type { LabelMap } from '../../shared/mask/labelMap';
import { decodeRle } from '../../shared/mask/rle';
import { confusion, counted, iou } from '../../shared/metrics/confusion';
import { composeOverlay } from '../../shared/overlay/compose';
import { thresholded, upsampleProbabilities } from '../../shared/prediction/probabilities';
import { unwrap, attempt, type Result } from '../../shared/result';
import { studio } from '../api';
import { loadBitmap } from '../state/pictures';
import { inflateZlib } from '../state/predictions';
import { scoreKey, useSession } from '../state/session';

export interface PreviewParts {
  readonly frame: FrameSummary;
  readonly picture: ImageBitmap;
  readonly mask: LabelMap | null;
  readonly probabilities: Uint8Array | null;
  /** The epoch behind 'best' or 'last'. */
  readonly epoch: number | null;
  /** What the frame was to the run that is shown; its own set without one. */
  readonly split: Split;
}

/** Everything that a preview of this frame needs, whatever of it is shown. */
export function loadParts(
  frame: FrameSummary,
  { run, epoch, show }: Pick<ExportRequest, 'run' | 'epoch' | 'show'>,
  signal: AbortSignal,
): Promise<Result<PreviewParts>> {
  const { id, width, height } = frame;
  return attempt(async () => {
    const wantsPrediction = run !== null && show !== 'mask';
    const [picture, mask, prediction] = await Promise.all([
      loadBitmap(id, signal),
      studio.masks.load({ frame: id }),
      wantsPrediction ? studio.runs.prediction({ run, epoch, frame: id }) : null,
    ]);
    const rle = unwrap(mask).rle;
    const predicted = prediction && unwrap(prediction);
    const small = predicted && (await inflateZlib(predicted.deflated));
    const rows = run === null ? undefined : useSession.getState().scores.get(scoreKey(run, epoch))?.byFrame;
    return {
      frame,
      picture,
      mask: rle ? decodeRle(rle) : null,
      probabilities: predicted && small ? upsampleProbabilities(small, predicted.width, predicted.height, width, height) : null,
      epoch: predicted?.epoch ?? null,
      split: wantsPrediction ? (rows?.get(id)?.split ?? frame.split) : frame.split,
    };
  });
}

export function drawPreview(
  canvas: HTMLCanvasElement,
  { frame, picture, mask, probabilities }: PreviewParts,
  { show, alpha, threshold }: Pick<ExportRequest, 'show' | 'alpha' | 'threshold'>,
  classColours: ReadonlyMap<number, string>,
): void {
  const { width, height } = frame;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.drawImage(picture, 0, 0);
  const overlay = new ImageData(width, height);
  composeOverlay({
    width,
    height,
    mask,
    probabilities,
    threshold,
    show,
    alphaMask: alpha,
    alphaPrediction: alpha,
    classColours,
    into: overlay.data,
  });
  const layer = new OffscreenCanvas(width, height);
  layer.getContext('2d')?.putImageData(overlay, 0, 0);
  context.drawImage(layer, 0, 0);
}

/** As the exporter takes it: null without mask or prediction, or where the mask is all ignore. */
export function previewIoU({ mask, probabilities }: PreviewParts, threshold: number): number | null {
  if (!mask || !probabilities) return null;
  const counts = confusion(thresholded(probabilities, threshold), mask);
  return counted(counts) === 0 ? null : iou(counts);
}
