// Looks for what contradicts a mask, off the window's thread.
import { suspicion } from '../../shared/metrics/suspicion';
import { answerMessages } from './latestWorker';
import type { SuspectRequest } from './suspects';

answerMessages<SuspectRequest, Uint8Array>(
  ({ width, height, data, probabilities }) => suspicion(probabilities, { width, height, data }).found,
  (found) => [found.buffer as ArrayBuffer],
);
