// What a batch is made of, and in which order frames come.
import sharp from 'sharp';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assemble } from '../../../src/main/engine/data/batch';
import { batches, planEpoch, planPlain } from '../../../src/main/engine/data/batches';
import type { BatchJob } from '../../../src/main/engine/data/makeBatch';
import { FrameCache } from '../../../src/main/engine/data/frameCache';
import type { EngineFrame } from '../../../src/main/engine/protocol';
import { FrameId } from '../../../src/shared/domain';
import { encodeRle } from '../../../src/shared/mask/rle';
import { Random } from '../../../src/shared/random';
import { ExpectedFailure } from '../../../src/shared/result';
import { PRESETS } from '../../../src/shared/training/config';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'roadbrush-batches-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIZE = { width: 32, height: 16 };

async function frame(n: number, colour: { r: number; g: number; b: number }, label: number): Promise<EngineFrame> {
  const path = join(folder, `${n}.png`);
  await sharp({ create: { ...SIZE, channels: 3, background: colour } })
    .png()
    .toFile(path);
  const mask = encodeRle({ ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height).fill(label) });
  return { id: FrameId.parse(n), name: `${n}`, path, ...SIZE, mask };
}
const named = (n: number): EngineFrame => ({ id: FrameId.parse(n), name: `${n}`, path: '', width: 1242, height: 375, mask: null });

describe('the plan of an epoch', () => {
  const frames = Array.from({ length: 43 }, (_, i) => named(i + 1));
  const config = { ...PRESETS.road, batch: 16 };
  const order = (plan: ReturnType<typeof planEpoch>) => plan.flat().map(({ frame }) => frame.id);

  it('takes every frame exactly once; the last batch is partial', () => {
    const plan = planEpoch(Random.seeded(1), frames, config);
    expect(plan.map((batch) => batch.length)).toEqual([16, 16, 11]);
    expect(order(plan).sort((a, b) => a - b)).toEqual(frames.map(({ id }) => id));
  });

  it('is another one in every epoch, and the same again from the same random state', () => {
    const random = Random.seeded(1);
    const first = planEpoch(random, frames, config);
    const state = random.state();
    const second = planEpoch(random, frames, config);
    expect(order(second)).not.toEqual(order(first));
    expect(planEpoch(Random.fromState(state), frames, config)).toEqual(second);
  });
});

describe('batches', () => {
  it('hold the pixels of every frame, and road, other and ignored as 1, 0 and 2', async () => {
    const frames = [
      await frame(1, { r: 255, g: 0, b: 51 }, 7),
      await frame(2, { r: 0, g: 102, b: 255 }, 255),
      await frame(3, { r: 1, g: 2, b: 3 }, 21),
    ];
    const got = [];
    for await (const loaded of batches(planPlain(frames, 2), SIZE)) got.push(loaded);
    expect(got.map(({ batch }) => batch.size)).toEqual([2, 1]);
    expect(got.map(({ frames }) => frames.map(({ name }) => name))).toEqual([['1', '2'], ['3']]);
    const [first, last] = got.map(({ batch }) => batch);
    const pixels = SIZE.width * SIZE.height;
    expect([...first!.images.subarray(0, 3)]).toEqual([255, 0, 51]);
    expect([...first!.images.subarray(3 * pixels, 3 * pixels + 3)]).toEqual([0, 102, 255]);
    expect([first!.targets[0], first!.targets[pixels], last!.targets[0]]).toEqual([1, 2, 0]);
    expect(first!.images.length).toBe(2 * pixels * 3);
    expect(last!.images.every((value) => value >= 1 && value <= 3)).toBe(true);
  });

  it('are asked for two ahead, so that they are made while a step blocks this thread', async () => {
    const frames = Array.from({ length: 5 }, (_, i) => named(i + 1));
    const asked: number[] = [];
    const make = async ({ items }: BatchJob) => {
      asked.push(items[0]!.frame.id);
      return assemble(1, 2, 2, (_n, { pixels }) => ({ pixels, labels: null }));
    };
    const seen: number[][] = [];
    for await (const { frames: used } of batches(planPlain(frames, 1), SIZE, make)) seen.push([used[0]!.id, ...asked]);
    expect(seen).toEqual([
      [1, 1, 2, 3],
      [2, 1, 2, 3, 4],
      [3, 1, 2, 3, 4, 5],
      [4, 1, 2, 3, 4, 5],
      [5, 1, 2, 3, 4, 5],
    ]);
  });

  it('a frame without a mask is ignored all over', () => {
    const { targets } = assemble(1, 2, 2, (_n, { pixels }) => ({ pixels, labels: null }));
    expect([...targets]).toEqual([2, 2, 2, 2]);
  });

  it('a file that is gone fails with its name, when its batch is asked for', async () => {
    const missing = { ...(await frame(4, { r: 0, g: 0, b: 0 }, 0)), path: join(folder, 'gone.png') };
    const there = await frame(5, { r: 0, g: 0, b: 0 }, 0);
    const loading = batches(planPlain([there, missing], 1), SIZE);
    expect((await loading.next()).value?.batch.size).toBe(1);
    const failure = await loading.next().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ExpectedFailure);
    expect((failure as ExpectedFailure).failure).toMatchObject({ code: 'unreadable', message: expect.stringContaining('gone.png') });
  });

  it('a mask of another size is refused', async () => {
    const other = { ...(await frame(6, { r: 0, g: 0, b: 0 }, 0)), mask: encodeRle({ width: 2, height: 2, data: new Uint8Array(4) }) };
    await expect(batches(planPlain([other], 1), SIZE).next()).rejects.toThrow(/mask of 6 is 2 x 2/);
  });
});

describe('decoded pictures', () => {
  it('are kept within the limit of bytes, the one used longest ago going first', async () => {
    const frames = await Promise.all([11, 12, 13].map((n) => frame(n, { r: n, g: n, b: n }, 0)));
    const bytes = SIZE.width * SIZE.height * 3;
    const cache = new FrameCache(2 * bytes);
    const pixels = async (n: number): Promise<Uint8Array> => (await cache.picture(frames[n]!)).rgb;
    const [a, b] = [await pixels(0), await pixels(1)];
    expect(await pixels(0)).toBe(a);
    await pixels(2);
    expect(cache.usedBytes).toBe(2 * bytes);
    expect(await pixels(0)).toBe(a);
    expect(await pixels(1)).not.toBe(b);
    expect(cache.usedBytes).toBe(2 * bytes);
  });

  it('are decoded once for two who ask at the same time', async () => {
    const cache = new FrameCache(2 ** 20);
    const wanted = await frame(14, { r: 9, g: 9, b: 9 }, 0);
    const [a, b] = await Promise.all([cache.picture(wanted), cache.picture(wanted)]);
    expect(a.rgb).toBe(b.rgb);
  });

  it('come with their masks, decoded once for as long as they are the same, within the same limit', async () => {
    const pixels = SIZE.width * SIZE.height;
    const cache = new FrameCache(pixels * 3);
    const one = await frame(16, { r: 9, g: 9, b: 9 }, 7);
    const labels = async (of: EngineFrame): Promise<Uint8Array> => (await cache.mask(of))!.data;
    const first = await labels(one);
    expect(await labels({ ...one, mask: one.mask!.slice() })).toBe(first);
    const painted = { ...one, mask: encodeRle({ ...SIZE, data: new Uint8Array(pixels).fill(255) }) };
    expect((await labels(painted))[0]).toBe(255);
    expect(cache.usedBytes).toBe(2 * pixels);
    await cache.picture(one);
    expect(cache.usedBytes).toBe(3 * pixels);
    expect(await labels(one)).not.toBe(first);
    expect(await cache.mask({ ...one, mask: null })).toBeNull();
  });

  it('are read anew when the file was replaced, and refused when its size changed', async () => {
    const cache = new FrameCache(2 ** 20);
    const wanted = await frame(15, { r: 10, g: 10, b: 10 }, 0);
    expect((await cache.picture(wanted)).rgb[0]).toBe(10);
    await sharp({ create: { ...SIZE, channels: 3, background: { r: 200, g: 1, b: 1 } } })
      .png()
      .toFile(wanted.path);
    expect((await cache.picture(wanted)).rgb[0]).toBe(200);
    await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 0, g: 1, b: 1 } } })
      .png()
      .toFile(wanted.path);
    await expect(cache.picture(wanted)).rejects.toThrow(/now has 8 x 8 pixels.*32 x 16/);
  });
});
