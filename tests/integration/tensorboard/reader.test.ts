// Our event files in TensorBoard's own reader: a whole log, and one that a resumed run goes on with. It runs when ROADBRUSH_TENSORBOARD_PYTHON names a
// Python that has tensorboard (python3 -m venv V && V/bin/pip install tensorboard); the bytes it read are held in tests/unit/studio/tensorboard.test.ts.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EpochRecord } from '../../../src/shared/domain';
import { logOf, nextEventFile, RunLog } from '../../../src/main/studio/tensorboard/runLog';
import { tempFolder } from '../../unit/project/helpers';

const python = process.env['ROADBRUSH_TENSORBOARD_PYTHON'];
if (!python) console.warn("SKIPPED: TensorBoard's own reader; set ROADBRUSH_TENSORBOARD_PYTHON to a Python that has tensorboard.");

const record = (epoch: number, loss: number): EpochRecord => ({
  ...{ epoch, loss, heldOutLoss: 0.25, seconds: 10, imagesPerSecond: 4, learningRate: 0.125, stepSeconds: 0.75, waitSeconds: 0.25 },
  heldOut: { threshold: 0.5, frames: 2, meanIoU: 0.875, pooledIoU: 0.75, precision: 0.5, recall: 1, f1: null },
});

test.skipIf(!python)("TensorBoard reads every number, and forgets a resumed run's lost epochs", () => {
  const [whole, resumed] = [tempFolder(), tempFolder()];
  writeFileSync(join(whole, nextEventFile(whole, 1e12)), logOf([record(1, 0.5), record(2, 0.375)], 1e12));
  const first = new RunLog(resumed, [], 1e12);
  for (const epoch of [1, 2, 3]) first.add(record(epoch, 0.5), 1e12 + epoch);
  // The clock was set back meanwhile, and epoch 3 is trained anew.
  const second = new RunLog(resumed, [], 1e12);
  for (const epoch of [3, 4]) second.add(record(epoch, 0.25), 9e11 + epoch);

  const read = JSON.parse(
    execFileSync(python!, [join(__dirname, 'read_logs.py'), whole, resumed], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
  ) as Record<string, Record<string, [number, number][]>>;
  const both = (value: number) => [
    [1, value],
    [2, value],
  ];
  expect(read[whole]).toEqual({
    'loss/train': [
      [1, 0.5],
      [2, 0.375],
    ],
    ...{ 'loss/held-out': both(0.25), 'iou/mean': both(0.875), 'iou/pooled': both(0.75), precision: both(0.5), recall: both(1) },
    ...{ threshold: both(0.5), learning_rate: both(0.125), images_per_second: both(4), wait_share: both(0.25) },
  });
  expect(read[resumed]?.['loss/train']).toEqual([
    [1, 0.5],
    [2, 0.5],
    [3, 0.25],
    [4, 0.25],
  ]);
});
