// A tiny road that a tiny net learns in seconds: frames on disk, their masks, and calls to the engine's handlers.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import type { EngineFrame, EngineInput, TrainEvent, TrainOutcome } from '../../../src/main/engine/protocol';
import { trainRun } from '../../../src/main/engine/training/handler';
import { FrameId, IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { encodeRle } from '../../../src/shared/mask/rle';
import { Random } from '../../../src/shared/random';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roadbrush-training-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const WIDTH = 60;
const HEIGHT = 44;

/** Noise; grey below a horizon that differs from frame to frame, which is the road; the outermost columns are ignored. */
export async function tinyFrames(folder: string, count: number): Promise<EngineFrame[]> {
  mkdirSync(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const random = Random.seeded(99, n);
      const horizon = random.integer(14, 30);
      const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
      const data = new Uint8Array(WIDTH * HEIGHT);
      for (let i = 0; i < data.length; i++) {
        const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
        const road = y >= horizon;
        data[i] = x === 0 || x === WIDTH - 1 ? IGNORE : road ? ROAD : OTHER;
        const noise = random.integer(0, 60);
        rgb.set(road ? [70 + noise, 70 + noise, 75 + noise] : [40 + noise, 150 + noise, 190 + noise], 3 * i);
      }
      const path = join(folder, `${n}.png`);
      await sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
        .png()
        .toFile(path);
      const mask = encodeRle({ width: WIDTH, height: HEIGHT, data });
      return { id: FrameId.parse(n + 1), name: `frame ${n}`, path, width: WIDTH, height: HEIGHT, mask };
    }),
  );
}

export const tinyConfig: RunConfig = {
  ...PRESETS.quick,
  // So that runs of one and of three epochs share their first.
  schedule: 'constant',
  preset: 'tiny',
  base: 4,
  width: 32,
  height: 32,
  batch: 4,
  epochs: 3,
  learningRate: 3e-3,
  crop: { probability: 0.5, minHeight: 30, maxHeight: 40, aspect: 1.3 },
};

export type EpochEvent = Extract<TrainEvent, { kind: 'epoch' }>;
export interface Trained {
  readonly outcome: TrainOutcome;
  readonly events: readonly TrainEvent[];
  readonly epochs: readonly EpochEvent[];
}

/** A job without what most tests leave alone. */
type Job = Omit<EngineInput<'train.run'>, 'run' | 'secondsBefore' | 'restSeconds'>;
/** No time was spent before; no rest inside an epoch. */
export const aNewLife = { secondsBefore: 0, restSeconds: Infinity } as const;

let runs = 0;
export const newRun = (): number => 1000 * process.pid + runs++;

/** Runs to its end. `onEvent` is told every event as it comes. */
export async function trainTiny(
  job: Job & Partial<EngineInput<'train.run'>>,
  { signal = new AbortController().signal, onEvent = () => {} }: { signal?: AbortSignal; onEvent?: (event: TrainEvent) => void } = {},
): Promise<Trained> {
  mkdirSync(job.folder, { recursive: true });
  const events: TrainEvent[] = [];
  const emit = (event: TrainEvent): void => {
    events.push(event);
    onEvent(event);
  };
  const outcome = await trainRun({ run: newRun(), ...aNewLife, ...job }, { emit, signal });
  return { outcome, events, epochs: events.filter((event): event is EpochEvent => event.kind === 'epoch') };
}
