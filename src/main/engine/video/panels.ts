// One view of a frame as pixels: the bare picture, with its mask, the prediction, both, or what differs. As the canvas shows them.
import { drawBorders, maskBorders, predictionBorders } from '../../../shared/overlay/borders';
import { blendOver, composeOverlay } from '../../../shared/overlay/compose';
import { composeDifference, predictedAbove, roadOnly } from '../../../shared/overlay/difference';
import type { Panel } from '../../../shared/overlay/pictureStyle';
import type { OverlayStyle } from '../protocol';
import type { ReadFrame } from './composition';

/** A difference is what one looks for: it is seen better than the mask it is of (canvas/screen has the same number). */
const DIFFERENCE_OPACITY = 1.7;

/** RGB [height*width*3], new unless `reuse`: then the frame's own pixels are drawn upon. What is asked for and not there is left away. */
export function drawPanel(panel: Panel, frame: ReadFrame, style: OverlayStyle, reuse = false): Uint8Array {
  const rgb = reuse ? frame.rgb : Uint8Array.from(frame.rgb);
  if (panel === 'source') return rgb;
  const mask = panel === 'prediction' ? null : frame.mask;
  const probabilities = panel === 'mask' ? null : frame.probabilities;
  const { width, height } = frame;
  const classColours = new Map(style.classColours ?? []);
  const { alphaMask, alphaPrediction, threshold, borders } = style;
  const overlay = new Uint8ClampedArray(width * height * 4);
  if (panel === 'difference') {
    if (!mask || !probabilities) return rgb;
    const sides = { before: predictedAbove(probabilities, threshold), after: roadOnly(mask.data), skipIgnore: true };
    composeDifference({ width, height, ...sides }, Math.min(1, alphaMask * DIFFERENCE_OPACITY), overlay);
    blendOver(rgb, 3, overlay);
  } else if (borders !== 'only') {
    const what = { width, height, mask, probabilities, into: overlay, classColours };
    composeOverlay({ ...what, threshold, show: panel, alphaMask, alphaPrediction });
    blendOver(rgb, 3, overlay);
  }
  if (borders === 'none') return rgb;
  const strength = (opacity: number): number => (borders === 'only' ? 1 : Math.min(1, opacity * 2));
  if (mask) drawBorders(rgb, width, height, mask.data, maskBorders(classColours), alphaMask === 0 ? 0 : strength(alphaMask));
  if (probabilities)
    drawBorders(rgb, width, height, probabilities, predictionBorders(threshold), alphaPrediction === 0 ? 0 : strength(alphaPrediction));
  return rgb;
}
