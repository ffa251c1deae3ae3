// Predictions from checkpoint files: the same as the run itself made, counted at the frame's own size.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { predictFrames } from '../../../src/main/engine/prediction/handler';
import { dropNets } from '../../../src/main/engine/prediction/loadedNets';
import type { EngineEvent, EngineFrame, EngineInput, PredictedFrame } from '../../../src/main/engine/protocol';
import { describeDevice } from '../../../src/main/engine/tensorflow/device';
import { tensorCounts } from '../../../src/main/engine/tensorflow/tensors';
import { checkpointFile } from '../../../src/main/engine/training/checkpoint';
import { temporaryFolder, tinyConfig, tinyFrames, trainTiny, type Trained } from './support';

const folder = temporaryFolder();
const config = { ...tinyConfig, epochs: 2 };
let train: EngineFrame[];
let heldOut: EngineFrame[];
let trained: Trained;
beforeAll(async () => {
  const frames = await tinyFrames(join(folder, 'frames'), 13);
  [train, heldOut] = [frames.slice(0, 6), frames.slice(6)];
  trained = await trainTiny({ config, train, heldOut, folder, resume: null });
});

async function predict(job: Partial<EngineInput<'predict.frames'>> = {}, signal = new AbortController().signal, onFrame = () => {}) {
  const frames: PredictedFrame[] = [];
  const progress: number[] = [];
  const emit = (event: EngineEvent<'predict.frames'>): void => {
    if (event.kind === 'progress') progress.push(event.done);
    else frames.push(event.frame);
    if (event.kind === 'frame') onFrame();
  };
  const answer = await predictFrames(
    { config, checkpoint: checkpointFile(folder, 2), frames: heldOut, threshold: 0.5, ...job },
    { emit, signal },
  );
  return { answer, frames, progress };
}

describe('predicting', () => {
  it('gives each frame in order, exactly as it was when the run scored it', async () => {
    const { answer, frames, progress } = await predict();
    expect(answer).toEqual({ frames: heldOut.length });
    expect(progress).toEqual([4, 7]);
    const { predictions, scores } = trained.epochs[1]!;
    expect(frames.map(({ prediction }) => prediction)).toEqual(predictions);
    expect(frames.map(({ score }) => ({ frame: score!.frame, counts: score!.counts, iou: score!.iou }))).toEqual(scores);
    const pixels = inflateSync(frames[0]!.prediction.deflated);
    expect(pixels.length).toBe(32 * 32);
  });

  it('its histograms hold every known pixel of the frame, and give the counts at any threshold', async () => {
    for (const threshold of [0.3, 0.5, 0.8]) {
      const { frames } = await predict({ threshold });
      for (const { score } of frames) {
        const above = (histogram: readonly number[]) => histogram.reduce((sum, n, value) => (value / 255 > threshold ? sum + n : sum), 0);
        const all = (histogram: readonly number[]) => histogram.reduce((sum, n) => sum + n, 0);
        const { tp, fp, fn, tn } = score!.counts;
        expect([above(score!.road), above(score!.notRoad)]).toEqual([tp, fp]);
        expect([all(score!.road), all(score!.notRoad)]).toEqual([tp + fn, fp + tn]);
        // The two outermost columns are ignored.
        expect(tp + fp + fn + tn).toBe(58 * 44);
      }
    }
  });

  it('a frame without a mask is predicted and not scored', async () => {
    const { frames } = await predict({ frames: [{ ...heldOut[0]!, mask: null }] });
    expect(frames[0]!.score).toBeNull();
    expect(frames[0]!.prediction).toEqual(trained.epochs[1]!.predictions[0]);
  });

  it('ends after the batch at hand when it is cancelled', async () => {
    const abort = new AbortController();
    let seen = 0;
    const ended = predict({ frames: [...heldOut, ...heldOut] }, abort.signal, () => ++seen === 1 && abort.abort());
    await expect(ended).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    expect(seen).toBe(4);
  });

  it('notices that a checkpoint file was written anew', async () => {
    const file = join(folder, 'moving.safetensors');
    copyFileSync(checkpointFile(folder, 1), file);
    const first = await predict({ checkpoint: file });
    copyFileSync(checkpointFile(folder, 2), file);
    const second = await predict({ checkpoint: file });
    expect(second.frames.map(({ prediction }) => prediction)).toEqual(trained.epochs[1]!.predictions);
    expect(first.frames).not.toEqual(second.frames);
  });

  it('refuses what is no checkpoint of this run, in words', async () => {
    await expect(predict({ checkpoint: join(folder, 'gone') })).rejects.toMatchObject({ failure: { code: 'unreadable' } });
    await expect(predict({ config: { ...config, base: 8 } })).rejects.toMatchObject({ failure: { code: 'bad-input' } });
    writeFileSync(join(folder, 'junk'), 'junk');
    await expect(predict({ checkpoint: join(folder, 'junk') })).rejects.toMatchObject({ failure: { code: 'damaged' } });
  });

  it('keeps loaded nets, adds nothing from call to call, and frees them when asked', async () => {
    await dropNets();
    const before = tensorCounts();
    await predict();
    const loaded = tensorCounts();
    await predict();
    expect(tensorCounts()).toEqual(loaded);
    await dropNets();
    expect(tensorCounts()).toEqual(before);
  });
});

describe('the device', () => {
  it('is described by what an operation really ran on', async () => {
    const device = await describeDevice({}, { emit: () => {}, signal: new AbortController().signal });
    expect(['CPU', 'GPU']).toContain(device.kind);
    expect(device.name).not.toBe('');
    expect(device.cores).toBeGreaterThanOrEqual(1);
    expect(device.memoryBytes).toBeGreaterThan(2 ** 28);
    expect(device.tensorflow).toMatch(/^\d+\.\d+\.\d+/);
    // Private API of this version is used: rawOp.ts.
    expect(device.tfjs).toBe('4.22.0');
    if (device.avx512 || device.amx) expect(device.avx2).toBe(true);
  });
});
