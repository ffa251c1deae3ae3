// What the numbers of the shown prediction were measured with, in words: no score without what it is a score of.
import type { EpochChoice, RunId } from '../../shared/domain';
import { postWords } from '../../shared/prediction/decision';
import { useLive } from './live';
import { useRun, useScores } from './session';
import { useDecision } from './view';

/** 'unet 14 · epoch 38 · above 0.46 · post-processed: regions ≥ 200 px'; null without a prediction. */
export function useMeasured(): string | null {
  const run = useRun(useLive((s) => s.predictionRun));
  const epoch = useLive((s) => s.predictionEpoch);
  const decision = useDecision();
  const smoothed = useLive((s) => s.predictionSmoothed);
  if (!run || epoch === null) return null;
  const post = postWords(decision);
  return [run.name, `epoch ${epoch}`, `above ${decision.threshold.toFixed(2)}`, post && `post-processed: ${post}`, smoothed]
    .filter(Boolean)
    .join(' · ');
}

/** Of stored scores, which know no post-processing: 'unet 14 · epoch 38 · above 0.50'; empty without them. */
export function useStored(id: RunId | null, epoch: EpochChoice): string {
  const run = useRun(id);
  const scores = useScores(id, epoch);
  return run && scores ? [run.name, `epoch ${scores.epoch}`, `above ${scores.heldOut.threshold.toFixed(2)}`].join(' · ') : '';
}
