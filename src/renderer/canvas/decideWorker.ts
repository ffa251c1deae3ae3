// Decides on predictions of large frames, off the window's thread.
import { decided } from '../../shared/prediction/decision';
import { answerMessages } from './latestWorker';
import type { DecideRequest } from './effective';

answerMessages<DecideRequest, Uint8Array>(
  ({ probabilities, width, height, decision }) => decided(probabilities, width, height, decision),
  (values) => [values.buffer as ArrayBuffer],
);
