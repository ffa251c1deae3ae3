// The training loop.
import { Random } from '../../../shared/random';
import { ExpectedFailure } from '../../../shared/result';
import { learningRateAt } from '../../../shared/training/schedule';
import { batches, planEpoch } from '../data/batches';
import type { NetDescription } from '../nets/layers';
import type { TrainEvent, TrainJob, TrainOutcome } from '../protocol';
import { checkpointFile, writeCheckpoint, type RunPosition } from './checkpoint';
import type { RunControl } from './control';
import { evaluate } from './evaluation';
import { Reporter } from './reporter';
import type { Stepper } from './stepper';

export interface Training {
  readonly job: TrainJob;
  readonly net: NetDescription;
  /** Holds the state of `start`. */
  readonly stepper: Stepper;
  readonly start: Omit<RunPosition, 'state'>;
  readonly control: RunControl;
  readonly emit: (event: TrainEvent) => void;
}

/** Trains to the last epoch, or until stopped. Everything after an epoch's end is in its checkpoint: what follows depends on nothing else. */
export async function train({ job, net, stepper, start, control, emit }: Training): Promise<TrainOutcome> {
  const { config, folder } = job;
  const random = Random.fromState(start.random);
  const reporter = new Reporter(emit);

  for (let epoch = start.epoch + 1; epoch <= config.epochs; epoch++) {
    const plan = planEpoch(random, job.train, config);
    const losses = new Losses();
    let rate = config.learningRate;
    let asked = performance.now();
    for await (const { batch } of batches(plan, config)) {
      const waitSeconds = secondsSince(asked);
      if (await control.stopping()) return { end: 'stopped', epochs: epoch - 1 };
      const begun = performance.now();
      rate = learningRateAt(config, epoch - 1 + losses.steps / plan.length);
      const loss = stepper.step(batch, rate);
      const stepSeconds = secondsSince(begun);
      if (!Number.isFinite(loss)) throw diverged(epoch, losses.steps + 1);
      losses.add(loss, batch.size, stepSeconds + waitSeconds);
      reporter.step({ epoch, epochs: config.epochs, step: losses.steps, steps: plan.length }, batch.size, loss, stepSeconds, waitSeconds);
      asked = performance.now();
    }

    const closing = performance.now();
    const position = { epoch, random: random.state(), state: stepper.readState() };
    const checkpoint = await writeCheckpoint(checkpointFile(folder, epoch), net, config, position);
    const {
      heldOut,
      loss: heldOutLoss,
      scores,
      predictions,
    } = await evaluate(stepper, job.heldOut, config, async (done) => {
      reporter.scoring(epoch, done, job.heldOut.length);
      await control.stopping();
    });
    reporter.closed(secondsSince(closing));
    const { loss, seconds, imagesPerSecond } = losses;
    const record = {
      epoch,
      loss,
      heldOut,
      heldOutLoss,
      seconds: seconds + secondsSince(closing),
      imagesPerSecond,
      learningRate: rate,
    };
    emit({ kind: 'epoch', record, scores, predictions, checkpoint });
  }
  return { end: 'done', epochs: config.epochs };
}

/** An epoch's figures: the loss is the mean over its images, the seconds are without pauses. */
class Losses {
  steps = 0;
  seconds = 0;
  private images = 0;
  private sum = 0;

  add(loss: number, images: number, seconds: number): void {
    this.steps++;
    this.images += images;
    this.sum += loss * images;
    this.seconds += seconds;
  }
  get loss(): number {
    return this.sum / this.images;
  }
  get imagesPerSecond(): number {
    return this.images / this.seconds;
  }
}

const secondsSince = (moment: number): number => (performance.now() - moment) / 1000;

const diverged = (epoch: number, batch: number): ExpectedFailure =>
  new ExpectedFailure({
    code: 'diverged',
    message: `The training diverged: the loss is not a number any more in epoch ${epoch}, batch ${batch}.`,
    hint: 'Start a run with a lower learning rate, or resume this one from its last checkpoint.',
  });
