// The engine's call 'predict.frames'.
import { refuse } from '../../../shared/result';
import type { Batch } from '../data/batch';
import { batches, planPlain } from '../data/batches';
import type { EngineHandler } from '../protocol';
import { loadTensorFlow } from '../tensorflow/runtime';
import { withNet } from './loadedNets';
import type { Predicted } from './predictor';
import { blobOf, scoreOf } from './score';
import { withPriority } from './turns';

/** Small, so that the first frames come soon and a cancelled call ends soon. */
const BATCH = 4;

/** Rows the other way round: `values` [rows, width, channels], into new memory. */
function mirror(values: Uint8Array, width: number, channels = 1): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row += width * channels)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) out[row + x * channels + c] = values[row + (width - 1 - x) * channels + c]!;
  return out;
}
const mirroredBatch = (batch: Batch): Batch => ({ ...batch, images: mirror(batch.images, batch.width, 3) });
const mirrored = ({ probabilities }: Predicted, width: number) => ({ probabilities: probabilities.map((one) => mirror(one, width)) });

/** Emits each frame as soon as it is predicted, in the order asked for. */
export const predictFrames: EngineHandler<'predict.frames'> = ({ config, checkpoint, frames, threshold, flip = false }, { emit, signal }) =>
  withPriority(async () => {
    await loadTensorFlow();
    return withNet(checkpoint, config, async (net) => {
      const { width, height } = config;
      let done = 0;
      for await (const { batch, frames: inBatch } of batches(planPlain(frames, BATCH), config)) {
        if (signal.aborted) return refuse('cancelled', 'The prediction was cancelled.');
        const { probabilities } = flip ? mirrored(net.predict(mirroredBatch(batch)), width) : net.predict(batch);
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
