// Two runs held against each other: the same numbers as each alone, the masks of now, and nothing counted that one of them trained on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunComparison } from '../../../src/shared/contract/compare';
import type { FrameId, RunId } from '../../../src/shared/domain';
import { plain } from '../../../src/shared/prediction/decision';
import { unwrap } from '../../../src/shared/result';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import {
  compareRuns,
  evaluate,
  importFrames,
  listFrames,
  loadMask,
  lookAtSource,
  predict,
  saveMask,
  splitFrames,
  startRun,
  studioOf,
} from '../../../src/main/studio';
import { newProject, roadMask } from '../project/helpers';
import { fakeEngine, kittiFolder } from '../studio/fakeEngine';

const config: RunConfig = { ...PRESETS.quick, epochs: 2, keepEvery: 0, width: 16, height: 16 };
let studio: ReturnType<typeof studioOf>;
let [first, second]: RunId[] = [];
let frames: Record<string, FrameId>;

const side = (run: RunId, threshold = 0.5) => ({ run, epoch: 'best' as const, decision: plain(threshold) });
const compared = async (progress: string[] = []): Promise<RunComparison> =>
  unwrap(
    await compareRuns(
      studio.project,
      { a: side(first!), b: side(second!) },
      { onProgress: ({ done, total }) => progress.push(`${done} of ${total}`) },
    ),
  );
async function train(train: string[], heldOut: string[], road: number): Promise<RunId> {
  engine.script.road = () => road;
  unwrap(splitFrames(studio.project, { kind: 'lists', train, heldOut }));
  const begun = unwrap(await startRun(studio, { config, name: '' }));
  unwrap(await begun.finished);
  unwrap(await predict(studio, { run: begun.run, epoch: 'best', frames: [] }));
  return begun.run;
}
const engine = fakeEngine();

// Half of every mask is road. The first net calls a quarter of every frame road, the second half of it.
beforeAll(async () => {
  const folder = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask', e: 'mask', bare: null });
  studio = studioOf(newProject(), engine);
  unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy: true }));
  frames = Object.fromEntries(listFrames(studio.project).map((frame) => [frame.name, frame.id]));
  first = await train(['a'], ['c', 'd', 'e'], 0.25);
  second = await train(['a', 'e'], ['c', 'd'], 0.5);
});
afterAll(() => studio.project.close());

describe('two runs', () => {
  it('are scored on the frames that both held out, as each alone is, and what one trained on is left out', async () => {
    const found = await compared();
    expect(found.scored).toBe(2);
    // a was trained on by both, e by the second; b was never seen.
    expect(found).toMatchObject({ trained: 2, unseen: 1 });
    expect(found.rows.map(({ name }) => name)).toEqual(['a', 'b', 'bare', 'c', 'd', 'e']);
    const alone = unwrap(await evaluate(studio, { run: second!, epoch: 'best', threshold: 0.5, set: 'held-out' }));
    expect([found.b.meanIoU, found.b.pooledIoU]).toEqual([alone.meanIoU, alone.pooledIoU]);
    expect(found.a.epoch).toBe(1);
    expect(found.difference).toBeCloseTo(found.b.meanIoU! - found.a.meanIoU!, 12);
    const c = found.rows.find(({ frame }) => frame === frames['c'])!;
    expect(c.disagreement).toBeCloseTo(0.2, 6);
    expect(found.rows.find(({ name }) => name === 'bare')).toMatchObject({ iouA: null, iouB: null });
  });

  it('are counted once: another look counts only the frame whose mask has changed', async () => {
    const progress: string[] = [];
    const before = await compared(progress);
    expect(progress).toEqual([]);
    const frame = frames['d']!;
    const { version } = unwrap(loadMask(studio.project, frame));
    const row = listFrames(studio.project).find(({ id }) => id === frame)!;
    const rle = roadMask(row.width, row.height, (row.width * row.height) / 4);
    unwrap(saveMask(studio.project, { frame, base: version, rle, author: 'human', note: '', key: 'k' }));
    const after = await compared(progress);
    expect(progress.at(-1)).toBe('6 of 6');
    expect(progress[0]).toBe('5 of 6');
    expect(after.difference).toBeLessThan(before.difference!);
  });

  it('that lack predictions say for which frames, and one run is not compared with itself', async () => {
    unwrap(await predict(studio, { run: first!, epoch: 2, frames: [frames['a']!] }));
    const found = unwrap(await compareRuns(studio.project, { a: { ...side(first!), epoch: 2 }, b: side(second!) }));
    expect(found.missingA).toEqual([frames['b'], frames['bare']]);
    expect(found.missingB).toEqual([]);
    const same = await compareRuns(studio.project, { a: side(first!), b: side(first!) });
    expect(same.ok || same.error.message).toMatch(/compared with itself/);
  });

  it('are let go when the comparison is cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    const found = await compareRuns(studio.project, { a: side(first!, 0.3), b: side(second!) }, { signal: abort.signal });
    expect(found.ok || found.error.code).toBe('cancelled');
  });
});
