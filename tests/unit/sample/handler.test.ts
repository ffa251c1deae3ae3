// 'sample.render': real PNG files, exact masks for most, a few missing, a few wrong on purpose.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { Progress } from '../../../src/main/engine/protocol';
import { renderSampleFrames } from '../../../src/main/engine/sample/handler';
import { sampleMask } from '../../../src/main/engine/sample/mistakes';
import { renderScene } from '../../../src/main/engine/sample/scene';
import { ROAD } from '../../../src/shared/domain';
import { copyLabelMap } from '../../../src/shared/mask/labelMap';
import { decodeRle } from '../../../src/shared/mask/rle';
import { confusion, iou } from '../../../src/shared/metrics/confusion';
import { ExpectedFailure } from '../../../src/shared/result';

const folders: string[] = [];
const folder = (): string => folders[folders.push(mkdtempSync(join(tmpdir(), 'roadbrush-sample-'))) - 1]!;
afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));
const never = new AbortController().signal;

test('writes what it drew: each file decodes to the frame, its fingerprint and its mask fit', async () => {
  const dir = join(folder(), 'made', 'by', 'it');
  const events: Progress[] = [];
  const { frames } = await renderSampleFrames({ dir, frames: 3, seed: 4 }, { emit: (event) => events.push(event), signal: never });
  expect(frames.map(({ name }) => name)).toEqual(['drive_0000', 'drive_0001', 'drive_0002']);
  expect(readdirSync(dir).sort()).toEqual(['drive_0000.png', 'drive_0001.png', 'drive_0002.png']);
  for (const [index, frame] of frames.entries()) {
    const scene = renderScene(index, 4);
    expect(frame.sha256).toBe(createHash('sha256').update(readFileSync(frame.path)).digest('hex'));
    const { data, info } = await sharp(frame.path).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([frame.width, frame.height, 3]);
    expect(Buffer.compare(data, Buffer.from(scene.rgb))).toBe(0);
    expect(frame.mask && decodeRle(frame.mask)).toEqual(sampleMask(index, 4, scene.mask).mask);
  }
  expect(events.at(-1)).toEqual({ kind: 'progress', done: 3, total: 3 });
});

test('cancelled, it stops soon and writes nothing more', async () => {
  const dir = folder();
  const controller = new AbortController();
  const run = renderSampleFrames({ dir, frames: 50, seed: 1 }, { emit: () => controller.abort(), signal: controller.signal });
  await expect(run).rejects.toThrow();
  const left = readdirSync(dir);
  expect(left.length).toBeLessThan(10);
  expect(left.every((name) => name.endsWith('.png'))).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(readdirSync(dir)).toEqual(left);
});

test('refuses in a sentence what cannot be done', async () => {
  await expect(renderSampleFrames({ dir: folder(), frames: 0, seed: 1 }, { emit: () => undefined, signal: never })).rejects.toBeInstanceOf(
    ExpectedFailure,
  );
  const file = join(folder(), 'a file');
  writeFileSync(file, '');
  const render = renderSampleFrames({ dir: join(file, 'below'), frames: 1, seed: 1 }, { emit: () => undefined, signal: never });
  await expect(render).rejects.toBeInstanceOf(ExpectedFailure);
});

describe('the masks of 60 frames', () => {
  const truth = renderScene(20, 1).mask;
  test.each([1, 2, 3, 4, 5, 6])('seed %i: about one in eight missing, six wrong, all others exact, the first frame right', (seed) => {
    const before = copyLabelMap(truth);
    const dealt = Array.from({ length: 60 }, (_, index) => sampleMask(index, seed, truth));
    const missing = dealt.filter(({ mask }) => mask === null);
    const planted = dealt.filter((one) => one.planted);
    expect(missing.length).toBeGreaterThanOrEqual(6);
    expect(missing.length).toBeLessThanOrEqual(9);
    expect(planted).toHaveLength(6);
    expect(dealt[0]).toEqual({ mask: truth, planted: false });
    for (const { mask, planted: wrong } of dealt) {
      if (mask === null) continue;
      const score = iou(
        confusion(
          mask.data.map((label) => (label === ROAD ? 1 : 0)),
          truth,
        ),
      );
      // Wrong enough to be worth finding, not so wrong that it is no mask any more.
      if (wrong) expect(score).toBeLessThan(0.96);
      if (wrong) expect(score).toBeGreaterThan(0.3);
      if (!wrong) expect(score).toBe(1);
    }
    expect(truth).toEqual(before);
    expect(Array.from({ length: 60 }, (_, index) => sampleMask(index, seed, truth))).toEqual(dealt);
  });
});
