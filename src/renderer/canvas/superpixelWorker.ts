// Finds superpixels off the window's thread.
import { slic, type Superpixels } from '../../shared/image/slic';
import { answerMessages } from './latestWorker';
import type { SlicRequest } from './superpixels';

answerMessages<SlicRequest, Superpixels>(
  ({ image, size }) => slic(image, { size }),
  ({ ids, boxes }) => [ids.buffer as ArrayBuffer, boxes.buffer as ArrayBuffer],
);
