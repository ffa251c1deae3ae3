// The sample project's planted errors, as label suspicion sees them against a net that is right and blurred.
import { expect, it } from 'vitest';
import { ROAD } from '../../../src/shared/domain';
import { emptyLabelMap, type LabelMap } from '../../../src/shared/mask/labelMap';
import { suspicion } from '../../../src/shared/metrics/suspicion';
import { upsampleProbabilities } from '../../../src/shared/prediction/probabilities';
import { sampleMask } from '../../../src/main/engine/sample/mistakes';

const [WIDTH, HEIGHT, CELL] = [1242, 375, 12];

/** A road that leans a little more in every frame. */
function truthOf(index: number): LabelMap {
  const map = emptyLabelMap(WIDTH, HEIGHT);
  for (let y = 180; y < HEIGHT; y++) {
    const middle = 600 + (index - 15) * 4 + (y - 180) * 0.2;
    const half = 20 + (y - 180) * 1.6;
    for (let x = Math.max(0, Math.round(middle - half)); x < Math.min(WIDTH, middle + half); x++) map.data[y * WIDTH + x] = ROAD;
  }
  return map;
}

/** The truth as a net of a twelfth of the size would say it: shares of road a cell. */
function predicted({ data }: LabelMap): Uint8Array {
  const [w, h] = [Math.floor(WIDTH / CELL), Math.floor(HEIGHT / CELL)];
  const small = new Uint8Array(w * h);
  for (let i = 0; i < small.length; i++) {
    let road = 0;
    for (let y = 0; y < CELL; y++)
      for (let x = 0; x < CELL; x++) if (data[(Math.floor(i / w) * CELL + y) * WIDTH + (i % w) * CELL + x] === ROAD) road++;
    small[i] = Math.round((255 * road) / CELL ** 2);
  }
  return upsampleProbabilities(small, w, h, WIDTH, HEIGHT);
}

it('finds the planted errors first, well apart from the right masks', () => {
  const frames = Array.from({ length: 30 }, (_, index) => {
    const truth = truthOf(index);
    const { mask, planted } = sampleMask(index, 1, truth);
    return mask ? [{ planted, value: suspicion(predicted(truth), mask).value }] : [];
  }).flat();
  const planted = frames.filter((frame) => frame.planted).length;
  expect(planted).toBe(3);
  const first = frames.sort((a, b) => b.value - a.value).slice(0, planted);
  expect(first.every((frame) => frame.planted)).toBe(true);
  expect(frames[planted]!.value).toBeLessThan(first.at(-1)!.value / 2);
});
