// The engine's call 'predict.frames'.
import { refuse } from '../../../shared/result';
import { batches, planPlain } from '../data/batches';
import type { EngineHandler } from '../protocol';
import { loadTensorFlow } from '../tensorflow/runtime';
import { withNet } from './loadedNets';
import { blobOf, scoreOf } from './score';
import { withPriority } from './turns';

/** Small, so that the first frames come soon and a cancelled call ends soon. */
const BATCH = 4;

/** Emits each frame as soon as it is predicted, in the order asked for. */
export const predictFrames: EngineHandler<'predict.frames'> = ({ config, checkpoint, frames, threshold }, { emit, signal }) =>
  withPriority(async () => {
    await loadTensorFlow();
    return withNet(checkpoint, config, async (net) => {
      const { width, height } = config;
      let done = 0;
      for await (const { batch, frames: inBatch } of batches(planPlain(frames, BATCH), config)) {
        if (signal.aborted) return refuse('cancelled', 'The prediction was cancelled.');
        const { probabilities } = net.predict(batch);
        for (const [i, frame] of inBatch.entries()) {
          const prediction = { width, height, probabilities: probabilities[i]! };
          const scored = scoreOf(frame, prediction, threshold);
          const score = scored && { ...scored.score, road: scored.road, notRoad: scored.notRoad };
          emit({ kind: 'frame', frame: { prediction: await blobOf(frame, prediction), score } });
        }
        done += inBatch.length;
        emit({ kind: 'progress', done, total: frames.length });
      }
      return { frames: done };
    });
  });
