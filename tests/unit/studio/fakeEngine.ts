// An engine for the verbs' edge cases: it reads real pictures, but its net is a rule, and it fails, dies or waits when a test says so.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { FrameId } from '../../../src/shared/domain';
import { decodeRle } from '../../../src/shared/mask/rle';
import { confusion, iou, setScore } from '../../../src/shared/metrics/confusion';
import { thresholded, upsampleProbabilities } from '../../../src/shared/prediction/probabilities';
import { attempt, fail, ok, unwrap, type Failure } from '../../../src/shared/result';
import { NO_PROGRESS, progressed } from '../../../src/shared/training/schedule';
import { augmentSheet } from '../../../src/main/engine/data/sheet';
import { inspectImages } from '../../../src/main/engine/images/inspect';
import { readMasks, writeMasks } from '../../../src/main/engine/images/masks';
import type {
  Engine,
  EngineCallName,
  EngineFrame,
  EngineInput,
  EngineOutput,
  PredictionBlob,
  TrainEvent,
  TrainOutcome,
} from '../../../src/main/engine/protocol';
import { importFrames, lookAtSource, splitFrames, studioOf } from '../../../src/main/studio';
import { newProject, roadMask, tempFolder } from '../project/helpers';

export interface Script {
  /** Called before an epoch is trained: a failure ends the run so. */
  beforeEpoch?: (epoch: number, signal: AbortSignal | undefined) => Promise<Failure | void> | Failure | void;
  /** Mean held-out IoU is steered by how much of the frame the net of this epoch calls road, 0..1. */
  road?: (epoch: number) => number;
  /** The checkpoint file of this epoch is cut short before it is reported. */
  cutShort?: (epoch: number) => boolean;
  afterInspect?: (files: number) => void;
  device?: Failure;
  hardware?: Partial<EngineOutput<'device.describe'>>;
  /** Why 'auto' did not take bfloat16. */
  note?: string;
  /** How the run ends after its last epoch. */
  end?: TrainOutcome['end'];
  /** Seconds of a timed step, or how it ends. */
  step?: (job: EngineInput<'bench.step'>) => number | Failure;
}

export interface FakeEngine extends Engine {
  readonly calls: { name: EngineCallName; input: unknown }[];
  script: Script;
}

const WIDTH = 16;
/** The net's answer: the first `share` of the rows are road. */
export function answer(frame: FrameId, share: number): PredictionBlob {
  const values = new Uint8Array(WIDTH * WIDTH);
  values.fill(255, 0, Math.round(WIDTH * share) * WIDTH);
  return { frame, width: WIDTH, height: WIDTH, deflated: deflateSync(values) };
}

function score(frame: EngineFrame, share: number, threshold: number) {
  const truth = decodeRle(frame.mask ?? roadMask(frame.width, frame.height, 0));
  const values = new Uint8Array(WIDTH * WIDTH);
  values.fill(255, 0, Math.round(WIDTH * share) * WIDTH);
  const counts = confusion(thresholded(upsampleProbabilities(values, WIDTH, WIDTH, truth.width, truth.height), threshold), truth);
  return { frame: frame.id, counts, iou: iou(counts) };
}

export function fakeEngine(script: Script = {}): FakeEngine {
  const shareOf = (epoch: number): number => engine.script.road?.(epoch) ?? Math.min(1, epoch / 4);
  const epochOf = (checkpoint: string): number => Number(/epoch-(\d+)/.exec(checkpoint)?.[1] ?? 0);

  async function train(input: EngineInput<'train.run'>, emit: (event: TrainEvent) => void, signal: AbortSignal | undefined) {
    await new Promise((resolve) => setImmediate(resolve));
    emit({ kind: 'started', path: 'eager', precision: 'float32', note: engine.script.note ?? null });
    let progress = NO_PROGRESS;
    const first = input.resume === null ? 1 : epochOf(input.resume) + 1;
    for (let epoch = first; epoch <= input.config.epochs; epoch++) {
      const failure = await engine.script.beforeEpoch?.(epoch, signal);
      if (failure) return { ok: false as const, error: failure };
      if (signal?.aborted) return fail('cancelled', 'Cancelled.');
      await new Promise((resolve) => setImmediate(resolve));
      for (const step of [1, 2])
        emit({
          ...{ kind: 'step', epoch, step, steps: 2, loss: 1 / epoch },
          ...{ stepSeconds: 1, waitSeconds: step - 1, imagesPerSecond: 2, secondsLeft: 3, learningRate: 1e-3, yielding: false },
        });
      const share = shareOf(epoch);
      const scores = input.heldOut.map((frame) => score(frame, share, input.config.threshold));
      const bytes = Buffer.from(`weights of epoch ${epoch}, seed ${input.config.seed}`);
      const file = join(input.folder, `epoch-${String(epoch).padStart(4, '0')}.safetensors`);
      writeFileSync(file, engine.script.cutShort?.(epoch) ? bytes.subarray(1) : bytes);
      const heldOut = setScore(
        scores.map((entry) => entry.counts),
        input.config.threshold,
      );
      progress = progressed(progress, input.config, epoch, heldOut.meanIoU);
      emit({
        kind: 'epoch',
        record: {
          ...{ epoch, loss: 1 / epoch, heldOutLoss: 0.5, seconds: 2, imagesPerSecond: 2, learningRate: input.config.learningRate },
          ...{ heldOut, stepSeconds: 1, waitSeconds: 0.5 },
        },
        progress,
        scores,
        predictions: input.heldOut.map((frame) => answer(frame.id, share)),
        checkpoint: { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
      });
    }
    return ok({ end: engine.script.end ?? ('done' as const), epochs: input.config.epochs });
  }

  const engine: FakeEngine = {
    calls: [],
    script,
    async close() {},
    async call(name, input, options = {}) {
      engine.calls.push({ name, input });
      const emit = (event: unknown): void => (options.onEvent as ((event: unknown) => void) | undefined)?.(event);
      const signal = options.signal;
      const answerOf = async () => {
        if (signal?.aborted) return fail('cancelled', 'Cancelled.');
        if (name === 'device.describe') {
          return engine.script.device
            ? { ok: false as const, error: engine.script.device }
            : ok({
                kind: 'CPU',
                name: 'A processor, 2 cores',
                path: 'eager',
                amx: false,
                avx512: true,
                avx2: true,
                bfloat16: false,
                ...engine.script.hardware,
              });
        }
        if (name === 'precision.choose') {
          return ok({ precision: engine.script.hardware?.bfloat16 ? 'bfloat16' : 'float32', note: engine.script.note ?? null });
        }
        if (name === 'bench.step') {
          const timed = timedStep(input as EngineInput<'bench.step'>, emit, engine.script);
          return signal?.aborted ? fail('cancelled', 'Cancelled.') : timed;
        }
        if (name === 'images.inspect') {
          const looked = await inspectImages(input as EngineInput<'images.inspect'>, {
            emit,
            signal: signal ?? new AbortController().signal,
          });
          engine.script.afterInspect?.(looked.images.length);
          return signal?.aborted ? fail('cancelled', 'Cancelled.') : ok(looked);
        }
        const context = { emit, signal: signal ?? new AbortController().signal };
        if (name === 'masks.read') return attempt(() => readMasks(input as EngineInput<'masks.read'>, context));
        if (name === 'masks.write') return attempt(() => writeMasks(input as EngineInput<'masks.write'>, context));
        if (name === 'train.run') return train(input as EngineInput<'train.run'>, emit, signal);
        if (name === 'predict.frames') {
          const { frames, checkpoint, threshold } = input as EngineInput<'predict.frames'>;
          const share = shareOf(epochOf(checkpoint));
          for (const frame of frames) {
            const scored = frame.mask ? { ...score(frame, share, threshold), road: [], notRoad: [] } : null;
            emit({ kind: 'frame', frame: { prediction: answer(frame.id, share), score: scored } });
          }
          return ok({ frames: frames.length });
        }
        if (name === 'augment.sheet') {
          return attempt(() =>
            augmentSheet(input as EngineInput<'augment.sheet'>, { emit, signal: signal ?? new AbortController().signal }),
          );
        }
        if (name === 'sample.render') return renderSample(input as EngineInput<'sample.render'>, signal, engine.script);
        if (name === 'video.write')
          return ok({ frames: (input as EngineInput<'video.write'>).frames.length, bytes: 1, width: 20, height: 10, notes: [] });
        if (name === 'frames.score') return ok({ ious: (input as EngineInput<'frames.score'>).frames.map(() => 0.5) });
        if (name === 'predictions.mask') {
          const { width, height } = (input as EngineInput<'predictions.mask'>).frame;
          return ok({ rle: roadMask(width, height, 1) });
        }
        return fail('bug', `the fake engine does not know ${name}`);
      };
      return (await answerOf()) as Awaited<ReturnType<Engine['call']>> as never;
    },
  };
  return engine;
}

function timedStep(job: EngineInput<'bench.step'>, emit: (event: unknown) => void, script: Script) {
  const { net, base, batch, width, height, precision } = job.config;
  emit({ kind: 'progress', done: 1, total: job.steps + job.warmUp });
  const stepSeconds = script.step?.(job) ?? 0.5;
  if (typeof stepSeconds !== 'number') return { ok: false as const, error: stepSeconds };
  const shape = { net, base, batch, size: `${width}x${height}`, precision, path: 'graph', device: 'A processor, 2 cores' };
  const seconds = Array.from({ length: job.steps }, (_, k) => stepSeconds + 0.01 * (k - (job.steps - 1) / 2));
  return ok({ ...shape, stepSeconds, imagesPerSecond: batch / stepSeconds, peakMB: 900, seconds });
}

async function renderSample({ dir, frames, seed }: EngineInput<'sample.render'>, signal: AbortSignal | undefined, script: Script) {
  const made: EngineOutput<'sample.render'>['frames'][number][] = [];
  for (let i = 0; i < frames; i++) {
    script.afterInspect?.(i);
    if (signal?.aborted) return fail('cancelled', 'Cancelled.');
    const name = `drive_${i}`;
    const path = join(dir, `${name}.png`);
    writeFileSync(path, `${name} ${seed}`);
    const mask = i % 10 === 9 ? null : roadMask(20, 10, 60);
    made.push({ name, path, width: 20, height: 10, sha256: `${name}-${seed}`, mask, planted: i === 3 });
  }
  return ok({ frames: made });
}

/** A folder of real PNGs, 20 x 10, each of its own colour, in KITTI's layout; `null` leaves a mask out, a pair of numbers is its odd size. */
export async function kittiFolder(frames: Readonly<Record<string, 'mask' | null | readonly [number, number]>>): Promise<string> {
  const folder = tempFolder();
  mkdirSync(join(folder, 'image_2'));
  mkdirSync(join(folder, 'semantic'));
  let shade = 0;
  for (const [name, mask] of Object.entries(frames)) {
    await sharp({ create: { width: 20, height: 10, channels: 3, background: { r: ++shade, g: 90, b: 90 } } })
      .png()
      .toFile(join(folder, 'image_2', `${name}.png`));
    if (mask === null) continue;
    const [width, height] = mask === 'mask' ? [20, 10] : mask;
    const labels = Buffer.alloc(width * height).fill(7, 0, width * Math.ceil(height / 2));
    await sharp(labels, { raw: { width, height, channels: 1 } })
      .png()
      .toColourspace('b-w')
      .toFile(join(folder, 'semantic', `${name}.png`));
  }
  return folder;
}

/** A new project with these frames and their masks, split, and the engine under it. */
export async function splitProject(train: readonly string[], heldOut: readonly string[]) {
  const folder = await kittiFolder(Object.fromEntries([...train, ...heldOut].map((name) => [name, 'mask' as const])));
  const engine = fakeEngine();
  const studio = studioOf(newProject(), engine);
  unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy: true }));
  unwrap(splitFrames(studio.project, { kind: 'lists', train: [...train], heldOut: [...heldOut] }));
  return { engine, studio };
}
