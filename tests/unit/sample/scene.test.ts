// The sample drive's pictures and labels: always the same, true to each other, and fit to learn from.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CAR } from '../../../src/main/engine/sample/canvas';
import { renderScene, type Scene } from '../../../src/main/engine/sample/scene';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { connectedComponents } from '../../../src/shared/mask/components';
import { labelsIn } from '../../../src/shared/mask/labelMap';
import { confusion, iou } from '../../../src/shared/metrics/confusion';

const hash = (scene: Scene): string => createHash('sha256').update(scene.rgb).update(scene.mask.data).digest('hex');
const share = (scene: Scene, label: number): number => scene.mask.data.filter((v) => v === label).length / scene.mask.data.length;

test('a frame depends on its index and the seed alone, not on what was drawn before', () => {
  const first = hash(renderScene(12, 5));
  renderScene(40, 6);
  renderScene(3, 5);
  expect(hash(renderScene(12, 5))).toBe(first);
  expect(hash(renderScene(13, 5))).not.toBe(first);
  expect(hash(renderScene(12, 6))).not.toBe(first);
});

test.each([1, 2, 3])('seed %i: every frame shows a road ahead that fills the lower middle and nothing of the sky', (seed) => {
  for (const index of [0, 17, 34, 51]) {
    const scene = renderScene(index, seed);
    const { width, height, data } = scene.mask;
    expect([width, height, scene.rgb.length]).toEqual([1242, 375, 1242 * 375 * 3]);
    expect(labelsIn(scene.mask).every((label) => [OTHER, ROAD, CAR, IGNORE].includes(label))).toBe(true);
    expect(share(scene, ROAD)).toBeGreaterThan(0.1);
    expect(share(scene, ROAD)).toBeLessThan(0.45);
    expect(share(scene, IGNORE)).toBeLessThan(0.005);
    // The bonnet's end of our own lane is always road.
    expect(data[(height - 1) * width + 640]).toBe(ROAD);
    expect(data.subarray(0, width * 100).includes(ROAD)).toBe(false);
    // One large road, not crumbs: cars, posts and crests may part it.
    const { components } = connectedComponents(
      data.map((label) => (label === ROAD ? 1 : 0)),
      width,
      height,
      8,
    );
    const areas = components.map((c) => c.area).sort((a, b) => b - a);
    expect(areas[0]! / areas.reduce((a, b) => a + b, 0)).toBeGreaterThan(0.95);
  }
});

test('one frame leads on to the next: the road moves a little, and only a little', () => {
  const [a, b, far] = [renderScene(20, 1), renderScene(21, 1), renderScene(50, 1)];
  const road = (scene: Scene): Uint8Array => scene.mask.data.map((label) => (label === ROAD ? 1 : 0));
  expect(iou(confusion(road(a), b.mask))).toBeGreaterThan(0.9);
  expect(iou(confusion(road(a), b.mask))).toBeLessThan(1);
  expect(iou(confusion(road(a), far.mask))).toBeLessThan(iou(confusion(road(a), b.mask)));
});

test('cars are labelled as cars where they hide the road', () => {
  let seen = 0;
  for (const index of [0, 10, 20, 30]) if (share(renderScene(index, 1), CAR) > 0.001) seen++;
  expect(seen).toBeGreaterThanOrEqual(3);
});

test('pictures are exposed like photographs: neither dark nor washed out, and road is told from grass by more than its place', () => {
  for (const index of [0, 30]) {
    const { rgb, mask } = renderScene(index, 1);
    const sums = new Map<number, [number, number, number, number]>();
    let [clipped, mean] = [0, 0];
    for (let i = 0; i < mask.data.length; i++) {
      const [r, g, b] = [rgb[i * 3]!, rgb[i * 3 + 1]!, rgb[i * 3 + 2]!];
      mean += (r + g + b) / 3 / mask.data.length;
      if (r > 252 && g > 252 && b > 252) clipped++;
      if (i < mask.data.length * 0.6) continue;
      const sum = sums.get(mask.data[i]!) ?? [0, 0, 0, 0];
      sums.set(mask.data[i]!, [sum[0] + r, sum[1] + g, sum[2] + b, sum[3] + 1]);
    }
    expect(mean).toBeGreaterThan(80);
    expect(mean).toBeLessThan(170);
    expect(clipped / mask.data.length).toBeLessThan(0.02);
    const [road, other] = [sums.get(ROAD)!, sums.get(OTHER)!];
    // Asphalt is grey, the verge is not.
    const tint = (s: [number, number, number, number]): number => (s[1] - s[2]) / s[3];
    expect(tint(other) - tint(road)).toBeGreaterThan(20);
  }
});
