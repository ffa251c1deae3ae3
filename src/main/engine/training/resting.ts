// Resting inside an epoch: a checkpoint of the step at hand, so that a long epoch that was stopped or cut short goes on where it was.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetDescription } from '../../../shared/nets/layers';
import { RESTING_FILE, type TrainJob } from '../protocol';
import { readCheckpoint, writeCheckpoint, type RunPosition } from './checkpoint';
import type { Losses } from './losses';
import { isSound, type Stepper } from './stepper';

const fileOf = ({ folder }: Pick<TrainJob, 'folder'>): string => join(folder, RESTING_FILE);

/** `from`, or what was written down of the epoch after it. A file of another epoch or course, or a damaged one, is passed over: it saves steps, no more. */
export async function furthest(job: Pick<TrainJob, 'folder' | 'config'>, net: NetDescription, from: RunPosition): Promise<RunPosition> {
  if (!existsSync(fileOf(job))) return from;
  try {
    const rested = await readCheckpoint(fileOf(job), net, job.config);
    return rested.epoch === from.epoch ? rested : from;
  } catch (error) {
    console.error('The checkpoint inside the epoch is passed over:', error);
    return from;
  }
}

/** One file a run, overwritten each time. */
export class Resting {
  private begun: { readonly start: EpochStart; readonly losses: Losses } | null = null;
  private restedAt = 0;

  /** @param clock seconds. */
  constructor(
    private readonly job: Pick<TrainJob, 'folder' | 'config' | 'restSeconds'>,
    private readonly net: NetDescription,
    private readonly stepper: Pick<Stepper, 'readState'>,
    private readonly clock: () => number,
  ) {}

  /** An epoch begins, whose steps are added to `losses`. */
  begin(start: EpochStart, losses: Losses): void {
    this.begun = { start, losses };
    this.restedAt = this.clock();
  }

  /** The epoch is over: its own checkpoint says more. */
  end(): void {
    this.begun = null;
  }

  async restIfDue(): Promise<void> {
    if (this.clock() - this.restedAt >= this.job.restSeconds) await this.rest();
  }

  /** Between two steps, or while an epoch is scored. Writes nothing where nothing would be lost, nor weights that cannot be gone on with. */
  async rest(): Promise<void> {
    if (!this.begun || this.begun.losses.steps === 0) return;
    const { start, losses } = this.begun;
    const state = this.stepper.readState();
    if (!isSound(state)) return;
    await writeCheckpoint(fileOf(this.job), this.net, this.job.config, { ...start, soFar: losses.soFar, state });
    this.restedAt = this.clock();
  }

  /** The run is over. */
  async forget(): Promise<void> {
    await rm(fileOf(this.job), { force: true });
  }
}

/** An epoch as it begins, without the weights. */
export type EpochStart = Omit<RunPosition, 'state' | 'soFar'>;
