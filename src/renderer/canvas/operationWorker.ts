// Mask operations on large frames, off the window's thread.
import type { MaskChange } from '../../shared/mask/change';
import { answerMessages } from './latestWorker';
import { changeOf, type OperationRequest } from './maskOperation';

answerMessages<OperationRequest, MaskChange>(changeOf, ({ map }) => [map.buffer as ArrayBuffer]);
