// Whole runs through the engine's handler, on tiny frames with the real TensorFlow.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { predictFrames } from '../../../src/main/engine/prediction/handler';
import { RESTING_FILE, type EngineFrame, type TrainEvent } from '../../../src/main/engine/protocol';
import { tensorCounts } from '../../../src/main/engine/tensorflow/tensors';
import { checkpointFile } from '../../../src/main/engine/training/checkpoint';
import { RunControl } from '../../../src/main/engine/training/control';
import { trainControl, trainRun, trainYield } from '../../../src/main/engine/training/handler';
import { GraphStepper } from '../../../src/main/engine/training/graphStepper';
import { readSafetensors } from '../../../src/main/engine/training/safetensors';
import type { RunConfig } from '../../../src/shared/training/config';
import { aNewLife, newRun, temporaryFolder, tinyConfig, tinyFrames, trainTiny, type EpochEvent, type Trained } from './support';

const folder = temporaryFolder();
const ignored = { emit: () => {}, signal: new AbortController().signal };
let train: EngineFrame[];
let heldOut: EngineFrame[];
let straight: Trained;
const job = (name: string, changes: Partial<typeof tinyConfig> = {}) => ({
  config: { ...tinyConfig, ...changes },
  train,
  heldOut,
  folder: join(folder, name),
  resume: null as string | null,
});
const tensors = async (file: string) => [...(await readSafetensors(file)).tensors.values()];

beforeAll(async () => {
  const frames = await tinyFrames(join(folder, 'frames'), 14);
  [train, heldOut] = [frames.slice(0, 11), frames.slice(11)];
  straight = await trainTiny(job('straight'));
});

describe('a run', () => {
  it('tells of its epochs in order, each with its scores, its predictions and its checkpoint', () => {
    expect(straight.outcome).toEqual({ end: 'done', epochs: 3 });
    expect(straight.events[0]).toMatchObject({ kind: 'started', path: 'graph', note: null });
    expect(straight.events[1]).toEqual({ kind: 'state', state: 'running' });
    expect(straight.epochs.map(({ record }) => record.epoch)).toEqual([1, 2, 3]);
    for (const { record, scores, predictions, checkpoint } of straight.epochs) {
      expect(record.heldOut.frames).toBe(heldOut.length);
      expect(scores.map(({ frame }) => frame)).toEqual(heldOut.map(({ id }) => id));
      expect(predictions.map(({ frame }) => frame)).toEqual(heldOut.map(({ id }) => id));
      expect(record.heldOut.meanIoU).toBeCloseTo(scores.reduce((sum, { iou }) => sum + iou, 0) / scores.length, 12);
      expect(record.heldOutLoss).toBeGreaterThan(0);
      expect(record.seconds).toBeGreaterThan(0);
      const bytes = readFileSync(checkpoint.file);
      expect(checkpoint).toEqual({
        file: checkpointFile(join(folder, 'straight'), record.epoch),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
      });
    }
    expect(readdirSync(join(folder, 'straight')).sort()).toEqual([1, 2, 3].map((epoch) => `epoch-000${epoch}.safetensors`));
    const steps = straight.events.filter((event) => event.kind === 'step');
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toMatchObject({ steps: 3 });
  });

  it('learns the tiny road', async () => {
    const { epochs } = await trainTiny(job('learning', { epochs: 25 }));
    expect(epochs.at(-1)!.record.loss!).toBeLessThan(0.5 * epochs[0]!.record.loss!);
    expect(Math.max(...epochs.map(({ record }) => record.heldOut.meanIoU!))).toBeGreaterThan(0.85);
  });

  it('gives the same losses again for the same seed on the same machine, and others for another', async () => {
    const again = await trainTiny(job('again', { epochs: 1 }));
    expect(again.epochs[0]!.record.loss).toBe(straight.epochs[0]!.record.loss);
    const other = await trainTiny(job('other', { epochs: 1, seed: 2 }));
    expect(other.epochs[0]!.record.loss).not.toBe(straight.epochs[0]!.record.loss);
  });

  it('resumed from an epoch goes on as if it had never stopped: losses, scores, predictions and weights to the last bit', async () => {
    const resumed = await trainTiny({ ...job('resumed'), resume: checkpointFile(join(folder, 'straight'), 1) });
    expect(resumed.epochs.map(({ record }) => record.epoch)).toEqual([2, 3]);
    resumed.epochs.forEach((epoch, i) => {
      const wanted = straight.epochs[i + 1]!;
      expect([epoch.record.loss, epoch.record.heldOutLoss]).toEqual([wanted.record.loss, wanted.record.heldOutLoss]);
      expect([epoch.scores, epoch.predictions]).toEqual([wanted.scores, wanted.predictions]);
    });
    expect(await tensors(checkpointFile(join(folder, 'resumed'), 3))).toEqual(await tensors(checkpointFile(join(folder, 'straight'), 3)));
  });

  it('with no frame, or a frame without a mask, is refused in words', async () => {
    await expect(trainTiny({ ...job('none'), train: [] })).rejects.toMatchObject({ failure: { code: 'bad-input' } });
    const bare = { ...train[0]!, mask: null };
    await expect(trainTiny({ ...job('bare'), train: [bare] })).rejects.toMatchObject({
      failure: { message: expect.stringContaining('frame 0') },
    });
  });

  it('whose weights are no numbers any more has diverged, though its losses may not show it; nothing of them is kept', async () => {
    const { readState } = GraphStepper.prototype;
    vi.spyOn(GraphStepper.prototype, 'readState').mockImplementation(function (this: GraphStepper) {
      const state = readState.call(this);
      state.weights.get('down1.conv1.kernel')![3] = NaN;
      return state;
    });
    try {
      const diverged = trainTiny({ ...job('diverged', { epochs: 1 }), restSeconds: 0 });
      await expect(diverged).rejects.toMatchObject({ failure: { code: 'diverged', message: expect.stringContaining('epoch 1, batch 3') } });
      expect(readdirSync(join(folder, 'diverged'))).toEqual([]);
    } finally {
      vi.restoreAllMocks();
    }
  });

  it('without held-out frames still trains', async () => {
    const { epochs } = await trainTiny({ ...job('alone', { epochs: 1 }), heldOut: [] });
    expect(epochs[0]).toMatchObject({ record: { heldOut: { frames: 0, meanIoU: null }, heldOutLoss: null }, scores: [], predictions: [] });
  });

  it('leaves no tensor behind', async () => {
    await trainTiny(job('leak', { epochs: 1 }));
    const before = tensorCounts();
    await trainTiny(job('leak', { epochs: 1 }));
    expect(tensorCounts()).toEqual(before);
  });
});

describe('a run that is taken apart', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('stopped after every single step and resumed each time is, to the last bit, the run that went through', async () => {
    // A life costs least operation by operation; the graph's is in engine/resume.test.ts.
    vi.stubEnv('ROADBRUSH_STEP', 'eager');
    // All that a step leaves for the next, and scores that lower the learning rate.
    const config: Partial<RunConfig> = {
      ...{ base: 2, epochs: 3, batchNorm: true, averaging: 0.9, dropout: 0.5, clipNorm: 1 },
      ...{ schedule: 'plateau', plateauPatience: 1, plateauFactor: 3, warmUp: 1.5, patience: 9 },
    };
    const whole = await trainTiny(job('whole', config));
    const stopping = vi.spyOn(RunControl.prototype, 'stopping');
    const epochs: EpochEvent[] = [];
    let lives = 0;
    for (let end = ''; end !== 'done'; lives++) {
      let asked = 0;
      stopping.mockImplementation(async () => ++asked > 1);
      const from = epochs.length;
      const resume = from > 0 ? checkpointFile(join(folder, 'apart'), from) : null;
      const life = await trainTiny({ ...job('apart', config), resume });
      epochs.push(...life.epochs);
      end = life.outcome.end;
    }
    // 3 epochs of 3 steps.
    expect(lives).toBe(9);
    const said = ({ record: { loss, heldOutLoss, heldOut, learningRate }, progress, scores, predictions, checkpoint }: EpochEvent) => ({
      ...{ loss, heldOutLoss, heldOut, learningRate, progress, scores, predictions },
      // Weights, moments, averages, random state and progress.
      sha256: checkpoint.sha256,
    });
    expect(epochs.map(said)).toEqual(whole.epochs.map(said));
    // No file is left but the epochs'.
    expect(readdirSync(join(folder, 'apart'))).toEqual(readdirSync(join(folder, 'whole')));
  });

  const cutAfterOneStep = async (name: string) => {
    const abort = new AbortController();
    const cut = trainTiny(job(name, { epochs: 1 }), { signal: abort.signal, onEvent: ({ kind }) => kind === 'step' && abort.abort() });
    await expect(cut).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    return join(folder, name, RESTING_FILE);
  };
  const firstStep = ({ events }: Trained) => events.find((event) => event.kind === 'step')?.step;

  it('cancelled inside an epoch goes on at its step', async () => {
    const file = await cutAfterOneStep('cut');
    expect(existsSync(file)).toBe(true);
    const resumed = await trainTiny(job('cut', { epochs: 1 }));
    expect(firstStep(resumed)).toBe(2);
    expect(resumed.epochs[0]!.record.loss).toBe(straight.epochs[0]!.record.loss);
    expect(existsSync(file)).toBe(false);
  });

  it('begins the epoch again when what was written inside it is damaged, or belongs to another epoch', async () => {
    const file = await cutAfterOneStep('damaged');
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const later = await trainTiny({ ...job('damaged', { epochs: 2 }), resume: checkpointFile(join(folder, 'straight'), 1) });
    expect([firstStep(later), said.mock.calls.length]).toEqual([1, 0]);
    expect(later.epochs[0]!.record.loss).toBe(straight.epochs[1]!.record.loss);

    await cutAfterOneStep('damaged');
    const bytes = readFileSync(file);
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(file, bytes);
    const again = await trainTiny(job('damaged', { epochs: 1 }));
    expect([firstStep(again), said.mock.calls.length]).toEqual([1, 1]);
    expect(again.epochs[0]!.record.loss).toBe(straight.epochs[0]!.record.loss);
  });
});

describe('a run that ends by itself', () => {
  it('does so after as many epochs without a better score as it has patience for, and at once when it is resumed after that', async () => {
    // It learns nothing, not even statistics, so the first epoch stays the best.
    const config = { epochs: 9, patience: 2, learningRate: 1e-12, batchNorm: false };
    const { outcome, epochs } = await trainTiny(job('impatient', config));
    expect(outcome).toEqual({ end: 'patience', epochs: 3 });
    expect(epochs.map(({ progress }) => progress.best?.epoch)).toEqual([1, 1, 1]);
    const resumed = await trainTiny({ ...job('impatient', config), resume: checkpointFile(join(folder, 'impatient'), 3) });
    expect(resumed).toMatchObject({ outcome: { end: 'patience', epochs: 3 }, epochs: [] });
  });

  it('does so at the step that its time budget is spent in, whatever life it was spent in; that step is scored and kept', async () => {
    const { outcome, events, epochs } = await trainTiny({ ...job('budget', { timeBudget: 1 }), secondsBefore: 60 });
    expect(outcome).toEqual({ end: 'budget', epochs: 1 });
    expect(events.flatMap((event) => (event.kind === 'step' ? [event.step, event.steps] : []))).toEqual([1, 3]);
    expect(epochs).toMatchObject([{ record: { epoch: 1, heldOut: { frames: heldOut.length } } }]);
    expect(existsSync(epochs[0]!.checkpoint.file)).toBe(true);
    const ample = await trainTiny({ ...job('ample', { timeBudget: 60, epochs: 1 }), secondsBefore: 0 });
    expect(ample.outcome).toEqual({ end: 'done', epochs: 1 });
  });
});

describe('control', () => {
  /** A run that is far from its end, and what it told. */
  function begin(name: string, abort = new AbortController()) {
    const run = newRun();
    const events: TrainEvent[] = [];
    let firstStep!: () => void;
    const stepped = new Promise<void>((resolve) => (firstStep = resolve));
    const emit = (event: TrainEvent): void => {
      events.push(event);
      if (event.kind === 'step') firstStep();
    };
    const started = job(name, { epochs: 1000 });
    mkdirSync(started.folder, { recursive: true });
    const ended = trainRun({ run, ...aNewLife, ...started }, { emit, signal: abort.signal });
    ended.catch(() => undefined);
    const act = (action: 'pause' | 'resume' | 'stop') => trainControl({ run, action }, ignored);
    const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
    return { events, stepped, ended, act, states, abort };
  }

  it('pauses between steps, makes none while paused, and goes on', async () => {
    const run = begin('paused');
    await run.stepped;
    await run.act('pause');
    while (run.states().at(-1) !== 'paused') await setTimeout(5);
    const told = run.events.length;
    await setTimeout(400);
    expect(run.events.length).toBe(told);
    await run.act('resume');
    while (run.events.at(-1)!.kind === 'state') await setTimeout(5);
    expect(run.states()).toEqual(['running', 'paused', 'running']);
    await run.act('stop');
    expect((await run.ended).end).toBe('stopped');
  });

  it('stops with the epochs that were finished; what follows a resume is what would have followed', async () => {
    const run = begin('stopped');
    while (!run.events.some((event) => event.kind === 'epoch')) await setTimeout(5);
    await run.act('stop');
    const { end, epochs } = await run.ended;
    expect(end).toBe('stopped');
    expect(epochs).toBe(run.events.filter((event) => event.kind === 'epoch').length);
    await expect(run.act('resume')).rejects.toMatchObject({ failure: { code: 'not-found' } });
    const resumed = await trainTiny({ ...job('stopped', { epochs: 2 }), resume: checkpointFile(join(folder, 'stopped'), 1) });
    expect(resumed.epochs[0]!.record.loss).toBe(straight.epochs[1]!.record.loss);
  });

  it('a cancelled run ends at once, also while paused', async () => {
    const run = begin('cancelled');
    await run.stepped;
    await run.act('pause');
    while (run.states().at(-1) !== 'paused') await setTimeout(5);
    run.abort.abort();
    await expect(run.ended).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('gives way while a person paints, says so, and goes on', async () => {
    const run = begin('painting');
    await run.stepped;
    const painting = setInterval(() => void trainYield({}, ignored), 50);
    await trainYield({}, ignored);
    const before = run.events.length;
    await setTimeout(800);
    clearInterval(painting);
    const steps = run.events.slice(before).flatMap((event) => (event.kind === 'step' ? [event.yielding] : []));
    expect(steps.length).toBeLessThanOrEqual(2);
    expect(steps.at(-1)).toBe(true);
    const told = run.events.length;
    while (!run.events.slice(told).some((event) => event.kind === 'step' && !event.yielding)) await setTimeout(5);
    await run.act('stop');
    await run.ended;
  });

  it('predictions are answered while it goes on', async () => {
    const run = begin('busy');
    await run.stepped;
    const { frames } = await predictFrames(
      { config: tinyConfig, checkpoint: checkpointFile(join(folder, 'straight'), 3), frames: heldOut, threshold: 0.5 },
      ignored,
    );
    expect(frames).toBe(heldOut.length);
    await run.act('stop');
    await run.ended;
  });
});
