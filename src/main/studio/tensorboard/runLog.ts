// A run's TensorBoard log: one event file a sitting in the run's own folder, an event an epoch. `tensorboard --logdir PROJECT.roadbrush/runs` shows them all.
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochRecord } from '../../../shared/domain';
import { waitingShare } from '../../../shared/training/words';
import { fileVersion, scalars, sessionStart, type Scalar } from './events';

const EVENT_FILE = /^events\.out\.tfevents\.(\d{10})\.(\d{4})\.roadbrush$/;

/** What is logged of an epoch; what was not measured is left out. All scores are those of the held-out frames, at the threshold beside them. */
export function epochScalars({ loss, heldOut, heldOutLoss, imagesPerSecond, learningRate, ...times }: EpochRecord): Scalar[] {
  const all: [string, number | null][] = [
    ['loss/train', loss],
    ['loss/held-out', heldOutLoss],
    ['iou/mean', heldOut.meanIoU],
    ['iou/pooled', heldOut.pooledIoU],
    ['precision', heldOut.precision],
    ['recall', heldOut.recall],
    ['f1', heldOut.f1],
    ['threshold', heldOut.meanIoU === null ? null : heldOut.threshold],
    ['learning_rate', learningRate],
    ['images_per_second', imagesPerSecond],
    ['wait_share', waitingShare(times)],
  ];
  return all.flatMap(([tag, value]) => (value === null ? [] : [{ tag, value }]));
}

/** Records of finished epochs as one event file's bytes. `begun`: when the run began, ms since 1970; each epoch ends its own seconds after the one before. */
export function logOf(epochs: readonly EpochRecord[], begun: number): Buffer {
  let wallTime = begun / 1000;
  return Buffer.concat([
    fileVersion(wallTime),
    ...epochs.map((record) => scalars((wallTime += record.seconds), record.epoch, epochScalars(record))),
  ]);
}

/** The names of a folder's event files, in the order in which TensorBoard reads them. */
export const eventFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => EVENT_FILE.test(name))
    .sort();

/** After all that is there: TensorBoard reads by name and never goes back, so a clock that was set back must not matter. */
export function nextEventFile(folder: string, now: number): string {
  const [, seconds = '0', number = '0'] = EVENT_FILE.exec(eventFiles(folder).at(-1) ?? '') ?? [];
  const later = Math.max(Math.floor(now / 1000), Number(seconds));
  return `events.out.tfevents.${String(later).padStart(10, '0')}.${String(Number(number) + 1).padStart(4, '0')}.roadbrush`;
}

/** Writes while the run trains. What goes wrong is answered, never thrown: no run fails for its log. */
export class RunLog {
  private file: string | null = null;
  private broken = false;

  /** `before`: the epochs that are recorded already, for a log that was lost or removed; `begun`: ms since 1970. */
  constructor(
    private readonly folder: string,
    private readonly before: readonly EpochRecord[],
    private readonly begun: number,
  ) {}

  /** Null when it is written (and handed to the system), else why not, once; later epochs are then left out. */
  add(record: EpochRecord, now = Date.now()): string | null {
    if (this.broken) return null;
    try {
      const event = scalars(now / 1000, record.epoch, epochScalars(record));
      const head = this.file === null ? this.head(record.epoch, now) : Buffer.alloc(0);
      this.file ??= join(this.folder, nextEventFile(this.folder, now));
      // Opened and closed each time: what an epoch wrote is there for a reader, and no handle outlives the run.
      appendFileSync(this.file, Buffer.concat([head, event]));
      return null;
    } catch (error) {
      this.broken = true;
      const { code, message } = error as NodeJS.ErrnoException;
      return `The run's TensorBoard log cannot be written (${code === 'ENOSPC' ? 'the disk is full' : message}); the run goes on without it.`;
    }
  }

  private head(epoch: number, now: number): Buffer {
    if (eventFiles(this.folder).length === 0) return logOf(this.before, this.begun);
    return Buffer.concat([fileVersion(now / 1000), sessionStart(now / 1000, epoch)]);
  }
}
