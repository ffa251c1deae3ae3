// What of two runs is drawn: the request for the overlay, and the strip that moves with the divider.
import type { Rect } from '../../shared/mask/rect';
import { splitAt, type PairLook } from '../../shared/overlay/pair';
import { cutOf } from '../../shared/prediction/probabilities';
import type { Look, Shown } from './shown';

/** Null while there are no two predictions to be seen. */
export function pairOf({ size, mask, probabilities, other }: Shown, look: Look): PairLook | null {
  const { pair, showPrediction } = look;
  if (!pair || !size || !probabilities || !other || !showPrediction) return null;
  if (other.probabilities.length !== probabilities.length) return null;
  const split = { overlay: null, swipe: splitAt(pair.swipe, size.width), blink: pair.blinkOther ? 0 : size.width }[pair.show];
  return {
    ...{ a: probabilities, cutA: cutOf(look.threshold), b: other.probabilities, cutB: cutOf(pair.otherThreshold), mask },
    ...{ split, sameColour: pair.show === 'blink', alpha: look.predictionOpacity },
  };
}

/** What has to be drawn anew when only the divider moved; null when it did not, or more changed. */
export function sweptBy(before: Look, now: Look, size: Shown['size']): Rect | null {
  if (!before.pair || !now.pair || !size || now.pair.show !== 'swipe' || before.pair.show !== 'swipe') return null;
  const [x0, x1] = [splitAt(before.pair.swipe, size.width), splitAt(now.pair.swipe, size.width)].sort((a, b) => a - b) as [number, number];
  return x0 === x1 ? null : { x: x0, y: 0, width: x1 - x0, height: size.height };
}
