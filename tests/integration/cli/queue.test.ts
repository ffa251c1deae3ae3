// queue, sweep and retrain on the command line: real projects, real pictures; the net is a rule.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../unit/project/helpers';
import { fakeEngine, kittiFolder } from '../../unit/studio/fakeEngine';
import { roadbrush } from './host';

let cwd: string;
beforeEach(async () => {
  cwd = tempFolder();
  const images = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask' });
  for (const args of [
    ['create', 'p'],
    ['import', 'p', '--images', images],
    ['split', 'p', '--last', '1'],
  ])
    expect((await roadbrush(args, { cwd })).code).toBe(0);
});
const TINY = ['--preset', 'quick', '--size', '16x16', '--epochs', '2'];
const runs = (ran: { json: Record<string, unknown> }, of = 'runs') =>
  ran.json[of] as { name: string; state: string; place: number | null; sweep: string }[];

describe('queue', () => {
  it('takes runs, lists them, puts them in another order, and trains them all', async () => {
    for (const name of ['one', 'two', 'three'])
      expect((await roadbrush(['queue-add', 'p', '--name', name, ...TINY], { cwd })).code).toBe(0);
    expect((await roadbrush(['queue', 'p', '--move', 'three', '--to', '1'], { cwd })).out).toMatch(
      /place.*run.*name[\s\S]*1 +3 +three[\s\S]*2 +1 +one/,
    );
    expect((await roadbrush(['queue-remove', 'p', 'two'], { cwd })).code).toBe(0);
    const ran = await roadbrush(['queue-run', 'p', '--json'], { cwd });
    expect(ran.code).toBe(0);
    expect(ran.err).toContain("Run 3 'three' begins; 1 more in the queue.");
    expect(runs(ran).map(({ name, state }) => [name, state])).toEqual([
      ['one', 'done'],
      ['three', 'done'],
    ]);
    expect((await roadbrush(['queue', 'p'], { cwd })).out).toBe('No run waits in the queue.\n');
    expect((await roadbrush(['queue-remove', 'p', 'one'], { cwd })).err).toContain('does not wait in the queue: it is done');
  });

  it('stays as it is beside train, and after Ctrl+C, which says how to go on', async () => {
    for (const name of ['one', 'two']) await roadbrush(['queue-add', 'p', '--name', name, ...TINY], { cwd });
    expect((await roadbrush(['train', 'p', '--name', 'now', ...TINY], { cwd })).code).toBe(0);
    let stop = (): void => undefined;
    const engine = fakeEngine({ beforeEpoch: (epoch) => (epoch === 2 ? stop() : undefined) });
    const ran = await roadbrush(['queue-run', 'p'], { cwd, engine, interrupt: (stopping) => (stop = stopping) });
    expect(ran.code).toBe(130);
    expect(ran.err).toContain('Go on with: roadbrush resume p, then roadbrush queue-run p');
    expect(runs(await roadbrush(['queue', 'p', '--json'], { cwd }), 'queue').map(({ name }) => name)).toEqual(['two']);
  });
});

describe('sweep', () => {
  it('trains every combination and ends with a table, best first; the runs carry its name', async () => {
    // The more filters, the better: the seed is the same, so the rule tells them apart by their order.
    let trained = 0;
    const engine = fakeEngine({
      beforeEpoch: (epoch) => void (epoch === 1 && trained++),
      road: () => [0.1, 0.5, 0.3, 0.2][trained - 1] ?? 0,
    });
    const ran = await roadbrush(['sweep', 'p', ...TINY, '--grid', 'base=4,8', '--grid', 'lr=1e-3,3e-4'], { cwd, engine });
    expect([ran.code, ran.err]).toEqual([0, expect.stringContaining("Sweep 'sweep 1': 4 runs.")]);
    const [header, ...rows] = ran.out.split('\n').filter((line) => !line.startsWith('epoch') && line !== '');
    expect(header).toMatch(/^run +name +held-out mean IoU/);
    expect(rows.map((row) => /base \d, lr \S+/.exec(row)?.[0])).toEqual([
      'base 4, lr 3e-4',
      'base 8, lr 1e-3',
      'base 8, lr 3e-4',
      'base 4, lr 1e-3',
    ]);
    expect(runs(await roadbrush(['runs', 'p', '--json'], { cwd })).every(({ sweep }) => sweep === 'sweep 1')).toBe(true);
  });

  it('takes a list, shows it without training, or only queues it', async () => {
    writeFileSync(
      join(cwd, 'list.json'),
      JSON.stringify([
        { base: 4, name: 'tiny' },
        { base: 8, 'learning-rate': 3e-4 },
      ]),
    );
    const dry = await roadbrush(['sweep', 'p', ...TINY, '--list', 'list.json', '--dry-run'], { cwd });
    expect(dry.out).toBe("Sweep 'sweep 1': 2 runs.\n  tiny\n  base 8, lr 3e-4\n");
    expect((await roadbrush(['sweep', 'p', ...TINY, '--list', 'list.json', '--queue', '--name', 'sizes'], { cwd })).code).toBe(0);
    const queue = runs(await roadbrush(['queue', 'p', '--json'], { cwd }), 'queue');
    expect(queue.map(({ name, sweep, place }) => [name, sweep, place])).toEqual([
      ['tiny', 'sizes', 1],
      ['base 8, lr 3e-4', 'sizes', 2],
    ]);
  });

  it.each([
    [['--grid', 'filters=8'], "there is no option 'filters'"],
    [['--grid', 'base'], 'it must be OPTION=VALUES'],
    [['--grid', 'base=8,900'], 'Base filters cannot be 900'],
    [['--grid', 'base=1..100', '--grid', 'lr=1e-3,1e-4'], 'at most 100'],
    [[], 'needs either --grid'],
    [['--list', 'none.json'], 'There is no file'],
    [['--list', 'bad.json'], 'cannot be read as JSON'],
    [['--list', 'odd.json'], "run 2: there is no option 'x'"],
  ])('%j is wrong use, and nothing is queued', async (args, words) => {
    writeFileSync(join(cwd, 'bad.json'), '[{');
    writeFileSync(join(cwd, 'odd.json'), '[{"base": 8}, {"x": 1}]');
    const ran = await roadbrush(['sweep', 'p', ...args], { cwd });
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(words);
    expect(runs(await roadbrush(['queue', 'p', '--json'], { cwd }), 'queue')).toEqual([]);
  });
});

describe('retrain', () => {
  it('trains on from the best epoch and prints what became better and worse', async () => {
    await roadbrush(['train', 'p', ...TINY], { cwd, engine: fakeEngine({ road: () => 0.3 }) });
    const engine = fakeEngine({ road: () => 0.5 });
    const ran = await roadbrush(['retrain', 'p', 'unet 1', '--budget', '5', '--weight', '3'], { cwd, engine });
    expect(ran.code).toBe(0);
    expect(ran.err).toContain('No train frame was corrected since');
    expect(ran.out).toContain("'unet 1' epoch 1 -> 'unet 1 retrained' epoch 1, road IoU at threshold 0.5, against the masks of now:");
    expect(ran.out).toMatch(/held-out mean +0\.600 -> 1\.000 {2}\+0\.400/);
    expect(ran.out).toMatch(/c +held-out +0\.600 +1\.000 +\+0\.400/);
  });
});
