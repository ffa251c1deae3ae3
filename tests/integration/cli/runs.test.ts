// Runs on the command line: listed in an order and through a filter, tagged, and held against each other.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../src/shared/contract/runs';
import { bigName, bigProject } from '../../e2e/lib/bigProject';
import { addManyRuns } from '../../e2e/lib/manyRuns';
import { roadbrush, type Ran } from './host';

const cwd = mkdtempSync(join(tmpdir(), 'roadbrush-runs-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const did = (...args: string[]): Promise<Ran> => roadbrush(args, { cwd });
const listed = async (...args: string[]): Promise<RunSummary[]> => (await did('runs', 'p', ...args, '--json')).json['runs'] as RunSummary[];

beforeAll(() => {
  const picture = join(cwd, 'picture.png');
  writeFileSync(picture, '');
  const folder = bigProject(join(cwd, 'p.roadbrush'), 20, [{ path: picture, width: 32, height: 16 }], { bareEvery: 0 });
  addManyRuns(folder, { runs: 12, epochs: 3 });
});

it('are tagged and noted, and say so', async () => {
  expect((await did('runs', 'annotate', 'p', '3', '--tag', 'wide,night', '--tag', 'far', '--note', 'sees far')).out).toBe(
    "Run 3 'unet 3': tags: wide, night, far; note: sees far\n",
  );
  const { json } = await did('runs', 'annotate', 'p', 'unet 3', '--untag', 'night', '--json');
  expect(json).toEqual({ run: 3, tags: ['wide', 'far'], note: 'sees far' });
  expect((await did('runs', 'annotate', 'p', '3')).out).toContain('tags: wide, far; note: sees far');
  expect((await did('runs', 'p', '--run', '3')).out).toMatch(/Tags +wide, far\n +Note +sees far/);
  expect((await did('runs', 'annotate', 'p', '99', '--tag', 'x')).err).toContain("has no run '99'");
  const long = await did('runs', 'annotate', 'p', '3', '--note', 'x'.repeat(2001));
  expect([long.code, long.err]).toEqual([2, expect.stringContaining('at most 2000 characters')]);
});

it('are listed by what one asks for, the greatest score first, and found by words and tags', async () => {
  const scores = (await listed('--sort', 'mean')).map((run) => run.bestMeanIoU!);
  expect(scores).toHaveLength(12);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect((await listed('--sort', 'mean', '--reverse')).map((run) => run.bestMeanIoU)).toEqual([...scores].reverse());
  expect((await listed()).map((run) => run.id)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect((await listed('--filter', '#wide')).map((run) => run.id)).toEqual([3]);
  expect((await listed('--filter', 'unetpp')).length).toBe(6);
  expect((await did('runs', 'p', '--filter', 'nothing')).out).toBe("None of the 12 runs of p matches 'nothing'.\n");
  const wrong = await did('runs', 'p', '--sort', 'colour');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Allowed choices are made, name, net')]);
});

describe('held against each other', () => {
  it('show scores and the settings that differ, and that they were measured alike', async () => {
    const { out } = await did('runs', 'compare', 'p', '1', 'unetpp 2');
    expect(out).toMatch(/^ +unet 1 +unetpp 2\n/);
    expect(out).toMatch(/\nNet +U-Net +U-Net\+\+\n/);
    expect(out).not.toContain('Batch');
    expect(out).toContain('All were measured on the same 3 held-out frames, with the same masks, at threshold 0.5.');
    expect((await did('runs', 'compare', 'p', '1', '2', '--all')).out).toMatch(/\n\* Net +U-Net +U-Net\+\+\n/);
    const alone = await did('runs', 'compare', 'p', '1');
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('Name two runs or more.')]);
  });

  it('say so once they were not: other frames held out, and frames that one was trained on', async () => {
    const held = ['train.txt', 'held.txt'].map((name) => join(cwd, name)) as [string, string];
    writeFileSync(held[0], Array.from({ length: 18 }, (_, i) => bigName(i)).join('\n'));
    writeFileSync(held[1], [bigName(18), bigName(19)].join('\n'));
    const split = await did('split', 'p', '--train', held[0], '--held-out', held[1]);
    // Every run so far held the 17th frame out.
    expect(split.err).toContain("Run 1 'unet 1': 1 held-out frame is train now.");
    expect((await listed('--filter', 'train now')).length).toBe(12);
    addManyRuns(join(cwd, 'p.roadbrush'), { runs: 1, epochs: 2 });
    const { json } = await did('runs', 'compare', 'p', '1', '13', '--json');
    expect(json).toMatchObject({
      measuredAlike: false,
      said: [
        'unet 1 held out 2 frames, of which 2 are among the 3 of unet 1.',
        'unet 1 was trained on 1 of the frames that unet 1 held out.',
      ],
    });
    expect((await did('runs', 'compare', 'p', '1', '13')).out).toContain('were not measured alike');
  });
});
