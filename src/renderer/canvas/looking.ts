// How the picture is looked at: what of the view the screen follows.
import type { View } from '../state/view';
import type { Adjustments } from './adjustments';
import type { Look } from './shown';

const SEEN = ['showMask', 'showPrediction', 'outlineOnly', 'maskOpacity', 'predictionOpacity', 'showGrid'] as const;
const LOOKS = [...SEEN, 'compare', 'swipe', 'blinkOther'] as const;

/** Thresholds do not count: they change with what was decided on the prediction. */
export const lookChanged = (view: View, before: View): boolean => LOOKS.some((name) => view[name] !== before[name]);

/** `thresholds`: those that the predictions which are shown were decided with. */
export function lookOf(
  view: View,
  thresholds: { readonly threshold: number; readonly otherThreshold: number },
  classColours: ReadonlyMap<number, string>,
  adjustments: Adjustments,
): Look {
  const { showMask, showPrediction, outlineOnly, maskOpacity, predictionOpacity, showGrid, compare, swipe, blinkOther } = view;
  const { threshold, otherThreshold } = thresholds;
  const pair = compare.kind === 'runs' ? { show: compare.show, swipe, blinkOther, otherThreshold } : null;
  return { showMask, showPrediction, outlineOnly, maskOpacity, predictionOpacity, threshold, showGrid, pair, classColours, adjustments };
}
