// Held-out frames after an epoch: predicted, scored at their own size, and handed on to be looked at.
import type { SetScore } from '../../../shared/domain';
import { setScore } from '../../../shared/metrics/confusion';
import type { RunConfig } from '../../../shared/training/config';
import { batches, planPlain } from '../data/batches';
import type { Predictor } from '../prediction/predictor';
import { blobOf, scoreOf } from '../prediction/score';
import type { EngineFrame, FrameScore, PredictionBlob } from '../protocol';

export interface Evaluation {
  readonly heldOut: SetScore;
  /** Cross-entropy a known pixel at the net's size; null when no frame has a mask. */
  readonly loss: number | null;
  readonly scores: readonly FrameScore[];
  readonly predictions: readonly PredictionBlob[];
}

/** @param between asked before each batch, so that others get their turn; whether the run is to stop does not matter here. */
export async function evaluate(
  predictor: Predictor,
  frames: readonly EngineFrame[],
  config: Pick<RunConfig, 'batch' | 'width' | 'height' | 'threshold'>,
  between: (done: number) => Promise<unknown>,
): Promise<Evaluation> {
  const { width, height, threshold } = config;
  const scores: FrameScore[] = [];
  const predictions: PredictionBlob[] = [];
  let lossSum = 0;
  let known = 0;
  for await (const { batch, frames: inBatch } of batches(planPlain(frames, config.batch), config)) {
    await between(predictions.length);
    const predicted = predictor.predict(batch);
    lossSum += predicted.lossSum;
    known += predicted.known;
    for (const [i, frame] of inBatch.entries()) {
      const prediction = { width, height, probabilities: predicted.probabilities[i]! };
      predictions.push(await blobOf(frame, prediction));
      const scored = scoreOf(frame, prediction, threshold);
      if (scored) scores.push(scored.score);
    }
  }
  return {
    heldOut: setScore(
      scores.map(({ counts }) => counts),
      threshold,
    ),
    loss: known > 0 ? lossSum / known : null,
    scores,
    predictions,
  };
}
