// The engine's calls 'train.run' and 'train.control'.
import { refuse } from '../../../shared/result';
import { Random } from '../../../shared/random';
import { buildNet, initialWeights, zeros } from '../nets/net';
import type { EngineHandler, TrainJob } from '../protocol';
import { loadTensorFlow } from '../tensorflow/runtime';
import { readCheckpoint, type RunPosition } from './checkpoint';
import { controlled, controlRun, RunControl } from './control';
import { beginningState } from './stepper';
import { choosePrecision } from './precisionChoice';
import { stepperFor } from './stepperFor';
import { train } from './loop';

export const trainRun: EngineHandler<'train.run'> = async (job, { emit, signal }) => {
  checkFrames(job);
  const control = new RunControl(signal, (state) => emit({ kind: 'state', state }));
  return controlled(job.run, control, async () => {
    await loadTensorFlow();
    const net = buildNet(job.config);
    const start = job.resume === null ? beginning(job) : await readCheckpoint(job.resume, net, job.config);
    const { precision: wanted, note } = await choosePrecision(job.config.precision);
    const { stepper, path, precision } = stepperFor(job.config, wanted, job.train.length, start.state);
    try {
      emit({ kind: 'started', path, precision, note });
      emit({ kind: 'state', state: 'running' });
      return await train({ job, net, stepper, start, control, emit });
    } finally {
      stepper.dispose();
    }
  });
};

export const trainControl: EngineHandler<'train.control'> = async ({ run, action }) => {
  controlRun(run, action);
  return {};
};

/** The run's seed gives the weights one stream each, and order and augmentation another. */
function beginning({ config }: TrainJob): RunPosition {
  const net = buildNet(config);
  const state = beginningState(initialWeights(net, config.seed), zeros(net), config.averaging);
  return { epoch: 0, random: Random.seeded(config.seed, 0xdada).state(), state };
}

function checkFrames({ train }: TrainJob): void {
  if (train.length === 0)
    refuse('bad-input', 'There is no frame to train on.', 'Split the frames first, and give some of the train frames masks.');
  const bare = train.find(({ mask }) => mask === null);
  if (bare)
    refuse('bad-input', `The train frame ${bare.name} has no mask.`, 'Paint or import one, or take the frame out of the train set.');
}
