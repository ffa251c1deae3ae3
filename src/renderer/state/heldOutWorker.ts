// Counts a held-out frame after a decision, off the window's thread.
import { unzlibSync } from 'fflate';
import type { Confusion } from '../../shared/domain';
import { decodeRle } from '../../shared/mask/rle';
import { confusion } from '../../shared/metrics/confusion';
import { decided } from '../../shared/prediction/decision';
import { thresholded, upsampleProbabilities } from '../../shared/prediction/probabilities';
import { answerMessages } from '../canvas/latestWorker';
import type { CountRequest } from './heldOutDecided';

answerMessages<CountRequest, Confusion>(
  ({ decision, deflated, netWidth, netHeight, rle }) => {
    const truth = decodeRle(rle);
    const { width, height } = truth;
    const probabilities = upsampleProbabilities(unzlibSync(deflated), netWidth, netHeight, width, height);
    return confusion(thresholded(decided(probabilities, width, height, decision), decision.threshold), truth);
  },
  () => [],
);
