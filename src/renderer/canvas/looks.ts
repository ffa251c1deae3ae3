// What the tools learn of the frame's picture: its pixels and its superpixels, and whose prediction is shown.
import type { FrameId } from '../../shared/domain';
import type { ImagePixels } from '../../shared/image/lab';
import type { Superpixels } from '../../shared/image/slic';
import { useLive } from '../state/live';
import { notify } from '../state/notices';
import type { Pictures } from '../state/pictures';
import { decisionWords } from '../../shared/prediction/decision';
import { useSession } from '../state/session';
import { decisionOf, useView } from '../state/view';
import { bitmapReader, FramePixels } from './imagePixels';
import { GivenUp, LatestWorker } from './latestWorker';
import { FrameSuperpixels, type SlicRequest } from './superpixels';

export function makeLooks(pictures: Pictures<ImageBitmap>) {
  const pixels = new FramePixels(bitmapReader(() => new Worker(new URL('./pixelsWorker.ts', import.meta.url), { type: 'module' })));
  const worker = new LatestWorker<SlicRequest, Superpixels>(
    () => new Worker(new URL('./superpixelWorker.ts', import.meta.url), { type: 'module' }),
  );
  const superpixels = new FrameSuperpixels(async (request) => {
    try {
      return await worker.ask(request);
    } catch (error) {
      if (!(error instanceof GivenUp)) notify({ tone: 'bad', message: `No superpixels could be found: ${String(error)}` });
      throw error;
    }
  });
  const image = (): ImagePixels | Promise<ImagePixels> | null => {
    const frame = shownFrame();
    const picture = frame && pictures.cached(frame.id);
    return frame && picture ? pixels.of(frame.id, picture, frame.width, frame.height) : null;
  };
  return {
    image,
    superpixels(size: number): Superpixels | Promise<Superpixels> | null {
      const frame = shownFrame();
      const of = frame && image();
      return frame && of ? superpixels.of(frame.id, size, of) : null;
    },
    clear(): void {
      pixels.clear();
      superpixels.clear();
    },
  };
}

function shownFrame(): { id: FrameId; width: number; height: number } | null {
  const { shown } = useLive.getState();
  return shown === null ? null : (useSession.getState().framesById.get(shown) ?? null);
}

/** 'unet 3, epoch 12, above 0.46, regions ≥ 200 px': whose prediction is on the canvas; null without one. */
export function shownPrediction(): string | null {
  const { predictionRun, predictionEpoch, predictionSmoothed } = useLive.getState();
  const run = useSession.getState().runs.find(({ id }) => id === predictionRun);
  if (!run || predictionEpoch === null) return null;
  return [run.name, `epoch ${predictionEpoch}`, decisionWords(decisionOf(useView.getState())), predictionSmoothed]
    .filter(Boolean)
    .join(', ');
}
