// The engine's calls 'train.run', 'train.control', 'train.yield' and 'precision.choose'.
import { ExpectedFailure, refuse } from '../../../shared/result';
import { Random } from '../../../shared/random';
import { NO_PROGRESS } from '../../../shared/training/schedule';
import type { NetDescription } from '../../../shared/nets/layers';
import { buildNet } from '../../../shared/nets/net';
import { collectGarbage } from '../collectGarbage';
import { seenInEpoch } from '../data/plan';
import { initialWeights, zeros } from '../nets/weights';
import { brushMoved } from '../prediction/turns';
import type { EngineHandler, TrainJob, TrainOutcome } from '../protocol';
import { loadTensorFlow } from '../tensorflow/runtime';
import { readCheckpoint, readWeights, type RunPosition } from './checkpoint';
import { controlled, controlRun, RunControl } from './control';
import { train } from './loop';
import { NOTHING_SO_FAR } from './losses';
import { choosePrecision } from './precisionChoice';
import { furthest, Resting } from './resting';
import { beginningState } from './stepper';
import { stepperFor, type ChosenStepper } from './stepperFor';

export const trainRun: EngineHandler<'train.run'> = async (job, { emit, signal }) => {
  checkFrames(job);
  const control = new RunControl(signal, (state) => emit({ kind: 'state', state }));
  return controlled(job.run, control, async () => {
    await loadTensorFlow();
    const net = buildNet(job.config);
    const { start, note, stepper, path, precision } = await prepared(job, net);
    collectGarbage();
    const resting = new Resting(job, net, stepper, () => control.seconds);
    try {
      emit({ kind: 'started', path, precision, note });
      emit({ kind: 'state', state: 'running' });
      return await rested(resting, () => train({ job, net, stepper, start, control, resting, emit }));
    } finally {
      stepper.dispose();
    }
  });
};

/** In a function of its own: the state that the stepper was given is held by nobody after it. */
async function prepared(
  job: TrainJob,
  net: NetDescription,
): Promise<ChosenStepper & { start: Omit<RunPosition, 'state'>; note: string | null }> {
  const from = job.resume === null ? await beginning(job) : await readCheckpoint(job.resume, net, job.config);
  const { state, ...start } = await furthest(job, net, from);
  const { precision, note } = await choosePrecision(job.config.precision);
  const frames = { train: seenInEpoch(job.train).length, heldOut: job.heldOut.length };
  return { start, note, ...stepperFor(job.config, precision, frames, state) };
}

export const trainControl: EngineHandler<'train.control'> = async ({ run, action }) => {
  controlRun(run, action);
  return {};
};

export const trainYield: EngineHandler<'train.yield'> = async () => {
  brushMoved();
  return {};
};

/** A run that is stopped or cancelled inside an epoch writes down where it is; one that is over needs that no more. */
async function rested(resting: Resting, work: () => Promise<TrainOutcome>): Promise<TrainOutcome> {
  try {
    const outcome = await work();
    if (outcome.end === 'stopped') await resting.rest();
    else await resting.forget();
    return outcome;
  } catch (error) {
    if (error instanceof ExpectedFailure && error.failure.code === 'cancelled') await resting.rest();
    throw error;
  }
}

export const precisionChoose: EngineHandler<'precision.choose'> = async ({ wanted }) => {
  await loadTensorFlow();
  return choosePrecision(wanted);
};

/** The run's seed gives the weights one stream each, unless others are given, and order and augmentation another. */
async function beginning({ config, start }: TrainJob): Promise<RunPosition> {
  const net = buildNet(config);
  const weights = start ? await readWeights(start, net) : initialWeights(net, config.seed);
  const state = beginningState(weights, zeros(net), config.averaging);
  return { epoch: 0, random: Random.seeded(config.seed, 0xdada).state(), progress: NO_PROGRESS, soFar: NOTHING_SO_FAR, state };
}

function checkFrames({ train }: TrainJob): void {
  if (train.length === 0)
    refuse('bad-input', 'There is no frame to train on.', 'Split the frames first, and give some of the train frames masks.');
  const bare = train.find(({ mask }) => mask === null);
  if (bare)
    refuse('bad-input', `The train frame ${bare.name} has no mask.`, 'Paint or import one, or take the frame out of the train set.');
}
