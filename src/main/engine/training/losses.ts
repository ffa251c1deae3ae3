// What an epoch's steps have come to so far.

import type { EpochRecord } from '../../../shared/domain';
import type { StepMade } from './reporter';

/** JSON keeps it to the last bit. */
export interface EpochSoFar {
  readonly steps: number;
  readonly images: number;
  /** Of each step's loss times its images. */
  readonly lossSum: number;
  /** Of steps and of waiting for data, pauses left out. */
  readonly seconds: number;
  /** Of waiting for data alone. */
  readonly waitSeconds: number;
  /** The last step's. */
  readonly learningRate: number;
}
export const NOTHING_SO_FAR: EpochSoFar = { steps: 0, images: 0, lossSum: 0, seconds: 0, waitSeconds: 0, learningRate: 0 };

export class Losses {
  constructor(private sums: EpochSoFar = NOTHING_SO_FAR) {}

  add({ images, loss, learningRate, stepSeconds, waitSeconds }: StepMade): void {
    const { sums } = this;
    this.sums = {
      steps: sums.steps + 1,
      images: sums.images + images,
      lossSum: sums.lossSum + loss * images,
      seconds: sums.seconds + stepSeconds + waitSeconds,
      waitSeconds: sums.waitSeconds + waitSeconds,
      learningRate,
    };
  }

  get soFar(): EpochSoFar {
    return this.sums;
  }
  get steps(): number {
    return this.sums.steps;
  }

  /** An epoch's figures. The loss is the mean over its images; what a step took and waited are means over its steps. */
  figures(): Pick<EpochRecord, 'loss' | 'seconds' | 'imagesPerSecond' | 'learningRate'> & { stepSeconds: number; waitSeconds: number } {
    const { steps, images, lossSum, seconds, waitSeconds, learningRate } = this.sums;
    const mean = { stepSeconds: (seconds - waitSeconds) / steps, waitSeconds: waitSeconds / steps };
    return { loss: lossSum / images, seconds, imagesPerSecond: images / seconds, learningRate, ...mean };
  }
}
