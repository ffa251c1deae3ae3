// What the numbers of the shown prediction were measured with, in words: no score without what it is a score of.
import { postWords } from '../../shared/prediction/decision';
import { useLive } from './live';
import { useRun } from './session';
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
