// The training loop.
import { Random } from '../../../shared/random';
import { ExpectedFailure } from '../../../shared/result';
import { budgetLeft, learningRateAt, patienceSpent, progressed } from '../../../shared/training/schedule';
import { batches, planEpoch } from '../data/batches';
import type { NetDescription } from '../../../shared/nets/layers';
import type { TrainEvent, TrainJob, TrainOutcome } from '../protocol';
import { checkpointFile, writeCheckpoint, type RunPosition } from './checkpoint';
import type { RunControl } from './control';
import { evaluate } from './evaluation';
import { Losses, NOTHING_SO_FAR } from './losses';
import { Reporter } from './reporter';
import type { Resting } from './resting';
import { isSound, type Stepper } from './stepper';

export interface Training {
  readonly job: TrainJob;
  readonly net: NetDescription;
  /** Holds the state of `start`. */
  readonly stepper: Stepper;
  readonly start: Omit<RunPosition, 'state'>;
  readonly control: RunControl;
  readonly resting: Resting;
  readonly emit: (event: TrainEvent) => void;
}

/**
 * Trains to the last epoch, or until stopped, out of patience or out of its time budget; a spent budget ends the epoch in hand at that step, and what
 * it has learned is scored and kept. What follows a checkpoint depends on nothing else, but for a cosine that follows a time budget.
 */
export async function train({ job, net, stepper, start, control, resting, emit }: Training): Promise<TrainOutcome> {
  const { config, folder, heldOut } = job;
  const random = Random.fromState(start.random);
  const reporter = new Reporter(emit);
  const begun = control.seconds;
  const seconds = (): number => job.secondsBefore + control.seconds - begun;
  let { progress, soFar } = start;

  for (let epoch = start.epoch + 1; epoch <= config.epochs; epoch++) {
    if (patienceSpent(progress, config, epoch - 1)) return { end: 'patience', epochs: epoch - 1 };
    const losses = new Losses(soFar);
    resting.begin({ epoch: epoch - 1, random: random.state(), progress }, losses);
    const plan = planEpoch(random, job.train, config);

    let asked = control.seconds;
    for await (const { batch } of batches(plan.slice(losses.steps), config)) {
      const waitSeconds = control.seconds - asked;
      if (await control.stopping(reporter.yielding)) return { end: 'stopped', epochs: epoch - 1 };
      const behind = { epochs: epoch - 1 + (losses.steps + 0.5) / plan.length, seconds: seconds() };
      const learningRate = learningRateAt(config, behind, progress);
      const stepping = control.seconds;
      const loss = stepper.step(batch, learningRate);
      const stepSeconds = control.seconds - stepping;
      if (!Number.isFinite(loss)) throw diverged(epoch, losses.steps + 1);
      const made = { images: batch.size, loss, learningRate, stepSeconds, waitSeconds };
      losses.add(made);
      const budget = budgetLeft(config, seconds());
      const position = { epoch, epochs: config.epochs, step: losses.steps, steps: plan.length, budget };
      reporter.step(position, made);
      if (budget <= 0) break;
      await resting.restIfDue();
      asked = control.seconds;
    }

    const closing = control.seconds;
    const { loss: heldOutLoss, ...scored } = await evaluate(stepper, heldOut, config, async (done) => {
      reporter.scoring(epoch, done, heldOut.length);
      await control.stopping(reporter.yielding);
    });
    progress = progressed(progress, config, epoch, scored.heldOut.meanIoU);
    soFar = NOTHING_SO_FAR;
    const state = stepper.readState();
    // The last epoch's checkpoint is what there is to go on from.
    if (!isSound(state)) throw diverged(epoch, losses.steps);
    const position = { epoch, random: random.state(), progress, soFar, state };
    const checkpoint = await writeCheckpoint(checkpointFile(folder, epoch), net, config, position);
    resting.end();
    reporter.closed(control.seconds - closing);
    const figures = losses.figures();
    const { scores, predictions } = scored;
    const record = { epoch, ...figures, heldOut: scored.heldOut, heldOutLoss, seconds: figures.seconds + control.seconds - closing };
    emit({ kind: 'epoch', record, progress, scores, predictions, checkpoint });
    const cut = losses.steps < plan.length || epoch < config.epochs;
    if (cut && budgetLeft(config, seconds()) <= 0) return { end: 'budget', epochs: epoch };
  }
  return { end: 'done', epochs: config.epochs };
}

const diverged = (epoch: number, batch: number): ExpectedFailure =>
  new ExpectedFailure({
    code: 'diverged',
    message: `The training diverged: the loss or a weight is not a number any more in epoch ${epoch}, batch ${batch}.`,
    hint: 'Start a run with a lower learning rate, or resume this one from its last checkpoint.',
  });
