// A run whose engine is killed again and again, anywhere, and resumed each time: to the last bit the run that was never killed.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/protocol';
import { superviseEngine } from '../../../src/main/engine/supervisor';
import { checkpoints } from '../../../src/main/project/epochs';
import type { Project } from '../../../src/main/project/project';
import { readRoutes } from '../../../src/main/routes';
import { getRun, importFrames, lookAtSource, resumeRun, splitFrames, startRun, studioOf } from '../../../src/main/studio';
import type { RunId } from '../../../src/shared/domain';
import { unwrap } from '../../../src/shared/result';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { newProject } from '../../unit/project/helpers';
import { kittiFolder } from '../../unit/studio/fakeEngine';
import { bundled, source } from './build';
import type { Place } from './dyingEngine';

const program = bundled({ engine: source('tests/integration/engine/dyingEngine.ts') });
const routes = readRoutes();
const tensorflow = routes.ok && routes.value.tfjsAddon && existsSync(routes.value.tfjsAddon) ? routes.value.tensorflow : null;
if (!tensorflow) console.warn('TensorFlow is not set up: resuming after a kill is not tested.');

/** Everything that keeps something from one step to the next; 3 steps an epoch. */
const config: RunConfig = {
  ...{ ...PRESETS.quick, base: 2, width: 32, height: 32, batch: 4, epochs: 4, keepEvery: 1, precision: 'float32' },
  ...{ dropout: 0.5, batchNorm: true, averaging: 0.9, clipNorm: 1, schedule: 'cosine', warmUp: 1.5, learningRate: 3e-3 },
  crop: { ...PRESETS.quick.crop, probability: 0 },
};

let project: Project;
beforeAll(async () => {
  project = newProject();
  const names = 'abcdefghijklmnop'.split('');
  await inOneLife({}, async (engine) => {
    const folder = await kittiFolder(Object.fromEntries(names.map((name) => [name, 'mask' as const])));
    unwrap(await importFrames(studioOf(project, engine), unwrap(await lookAtSource(folder)), { copy: true }));
  });
  unwrap(splitFrames(project, { kind: 'lists', train: names.slice(0, 12), heldOut: names.slice(12) }));
});
afterAll(() => project?.close());

interface Death extends Place {
  /** Seconds between two rests inside an epoch; none otherwise. */
  readonly rest?: number;
}

async function inOneLife<T>(death: Death, work: (engine: Engine) => Promise<T>): Promise<T> {
  process.env['ROADBRUSH_TEST_DIES'] = JSON.stringify(death);
  const engine = superviseEngine({
    routes: { node: process.execPath, tensorflow },
    log: () => undefined,
    nice: 0,
    entry: program('engine'),
  });
  const watched: Engine = {
    ...engine,
    close: () => engine.close(),
    call(name, input, options = {}) {
      const job = name === 'train.run' ? { ...input, restSeconds: death.rest ?? Infinity } : input;
      const onEvent: typeof options.onEvent = (event) => {
        options.onEvent?.(event);
        const { kind, record } = event as { kind: string; record?: { epoch: number } };
        if (kind === 'epoch' && record?.epoch === death.told) process.kill(engine.pid()!, 'SIGKILL');
      };
      return engine.call(name, job, { ...options, onEvent });
    },
  };
  try {
    return await work(watched);
  } finally {
    await engine.close();
  }
}

/** One life of the engine: the run begins, or goes on, until it is done or its engine is dead. */
const live = (run: RunId | null, death: Death) =>
  inOneLife(death, async (engine) => {
    const studio = studioOf(project, engine);
    const started = unwrap(await (run === null ? startRun(studio, { config, name: '' }) : resumeRun(studio, run)));
    return unwrap(await started.finished);
  });

/** All that a run came to; of time alone nothing. The SHA-256 of a checkpoint stands for weights, moments, averages, random state and progress. */
const outcome = (run: RunId) => ({
  epochs: unwrap(getRun(project, run)).epochs.map(({ epoch, loss, heldOut, heldOutLoss, learningRate }) => ({
    ...{ epoch, loss, heldOut, heldOutLoss, learningRate },
  })),
  files: checkpoints(project.db, run).map(({ epoch, sha256 }) => [epoch, sha256]),
});

const DEATHS: readonly (readonly [string, Death, number])[] = [
  ['in the first epoch, before anything is kept', { step: { epoch: 1, step: 2 } }, 0],
  ['while the first checkpoint is written', { writing: 'epoch-0001' }, 0],
  ['while the second epoch is scored', { scoring: 2 }, 1],
  ['right after the epoch was told', { told: 2 }, 2],
  ['in the middle of an epoch, having rested after each step', { step: { epoch: 3, step: 3 }, rest: 0 }, 2],
  ['while it rests', { writing: 'resting', rest: 0 }, 2],
];

// Eight lives of an engine, each of which loads TensorFlow: on a busy machine minutes.
test.skipIf(!tensorflow)('a killed engine costs a run nothing but time, wherever it is killed', { timeout: 600_000 }, async () => {
  const straight = await live(null, {});
  expect(straight).toMatchObject({ state: 'done', epochs: 4 });

  let run: RunId | null = null;
  for (const [where, death, epochs] of DEATHS) {
    const record = await live(run, death);
    run = record.id;
    expect.soft(record, where).toMatchObject({ state: 'interrupted', reason: expect.stringContaining('SIGKILL') });
    expect.soft(record.epochs, where).toBe(epochs);
  }
  const last = await live(run, { rest: 0 });
  expect(last).toMatchObject({ state: 'done', epochs: 4 });
  expect(outcome(last.id)).toEqual(outcome(straight.id));
  // Neither half-written files nor the one inside an epoch are left.
  const files = (id: RunId): string[] => readdirSync(join(project.folder, 'runs', String(id))).sort();
  expect(files(last.id)).toEqual(files(straight.id));
  expect(files(straight.id)).toHaveLength(4);
});
