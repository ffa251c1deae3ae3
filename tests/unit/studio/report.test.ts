// A run's report: one page without outside references, its numbers those of the record, its text never markup, and nothing left of a half-done one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PRESETS } from '../../../src/shared/training/config';
import { unwrap } from '../../../src/shared/result';
import { evaluate, importFrames, lookAtSource, setDecision, splitFrames, startRun, studioOf, writeReport } from '../../../src/main/studio';
import { drawWebp } from '../../../src/main/engine/video/drawPicture';
import type { Engine, EngineInput } from '../../../src/main/engine/protocol';
import { newProject, tempFolder } from '../project/helpers';
import { fakeEngine, kittiFolder } from './fakeEngine';

const never = new AbortController().signal;
let studio: ReturnType<typeof studioOf>;
let fake: ReturnType<typeof fakeEngine>;
beforeEach(async () => {
  fake = fakeEngine();
  // The net is a rule; pictures are really drawn.
  const engine = {
    close: () => fake.close(),
    call: async (name: string, input: unknown, options: unknown) =>
      name === 'picture.webp'
        ? { ok: true, value: await drawWebp(input as EngineInput<'picture.webp'>, { emit: () => undefined, signal: never }) }
        : (fake.call as (...all: unknown[]) => unknown)(name, input, options),
  } as unknown as Engine;
  studio = studioOf(newProject(), engine);
  unwrap(
    await importFrames(studio, unwrap(await lookAtSource(await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask' }))), {
      copy: true,
    }),
  );
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a'], heldOut: ['b', 'c', 'd'] }));
});
afterEach(() => studio.project.close());

const trained = async (name: string) => {
  const config = { ...PRESETS.quick, epochs: 2, width: 16, height: 16, threshold: 0.4 };
  return unwrap(await unwrap(await startRun(studio, { config, name })).finished);
};

it('holds all it shows, with the numbers of evaluate, and reads no name as markup', async () => {
  const run = await trained('<script>alert("1")</script> & "x"');
  const out = join(tempFolder(), 'run.html');
  const made = unwrap(await writeReport(studio, { run: run.id, epoch: 'best', out }));
  expect(made).toMatchObject({ file: out, epoch: run.bestEpoch, heldOutFrames: 3 });
  const page = readFileSync(out, 'utf8');
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &quot;x&quot;');
  // Nothing from outside: every picture is inside the page, and no address is named.
  expect(page.match(/src="(?!data:image\/webp;base64,)/g)).toBeNull();
  expect(page).not.toMatch(/https?:|href=|@import|url\(/);
  expect(page.match(/<img /g)).toHaveLength(3);
  const score = unwrap(await evaluate(studio, { run: run.id, epoch: 'best', threshold: 0.4, set: 'held-out' }));
  expect(page).toContain(`<td>0.400</td><td>${score.meanIoU!.toFixed(3)}</td><td>${score.pooledIoU!.toFixed(3)}</td>`);
  expect(page).toContain('Threshold');
});

it('has a line for the threshold and post-processing last chosen, with the numbers of evaluate', async () => {
  const run = await trained('a');
  const decision = { threshold: 0.3, low: null, smallest: 400, holes: 0 };
  unwrap(setDecision(studio.project, run.id, decision));
  const out = join(tempFolder(), 'run.html');
  unwrap(await writeReport(studio, { run: run.id, epoch: 'best', out }));
  const { threshold, ...post } = decision;
  const score = unwrap(await evaluate(studio, { run: run.id, epoch: 'best', threshold, post, set: 'held-out' }));
  const words = 'as last chosen in the window, post-processed (regions ≥ 400 px)';
  const page = readFileSync(out, 'utf8');
  expect(page).toContain(`${words}</th><td>0.300</td><td>${score.meanIoU!.toFixed(3)}</td><td>${score.pooledIoU!.toFixed(3)}</td>`);
});

it('cancelled, or where no report may be, it leaves nothing behind', async () => {
  const run = await trained('a');
  const out = join(tempFolder(), 'run.html');
  const abort = new AbortController();
  const onProgress = (): void => abort.abort();
  const ended = await writeReport(studio, { run: run.id, epoch: 'best', out }, { signal: abort.signal, onProgress });
  expect(ended).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(readdirSync(dirname(out))).toEqual([]);
  const wrong = join(dirname(out), 'run.pdf');
  expect(await writeReport(studio, { run: run.id, epoch: 'best', out: wrong })).toMatchObject({ error: { code: 'bad-input' } });
  expect(await writeReport(studio, { run: run.id, epoch: 9, out })).toMatchObject({ error: { code: 'not-found' } });
  expect(existsSync(wrong)).toBe(false);
});
