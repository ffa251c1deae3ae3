// 'Export this picture': the frame on the canvas, as it is shown there, as a PNG with its read-out.
import { studio } from '../api';
import { notify, told } from '../state/notices';
import { useView } from '../state/view';
import { services } from './services';

export async function exportThisPicture(): Promise<void> {
  const { frame, run, epoch, threshold, post, temporal, showMask, showPrediction, maskOpacity, predictionOpacity, outlineOnly } =
    useView.getState();
  if (frame === null) return;
  // What main draws is what is saved.
  if (!(await services().masks.flush(9_000))) {
    notify({ tone: 'bad', message: 'The last strokes could not be saved, so this picture was not exported.' });
    return;
  }
  const prediction = showPrediction && run !== null;
  await told(
    studio.app.exportStill({
      frames: [frame],
      run: prediction ? run : null,
      epoch,
      threshold,
      post,
      temporal: prediction ? temporal : null,
      show: showMask && prediction ? 'both' : prediction ? 'prediction' : 'mask',
      panels: showMask || prediction ? [] : ['source'],
      alphaMask: maskOpacity,
      alphaPrediction: predictionOpacity,
      borders: outlineOnly ? 'only' : 'with',
      readout: true,
    }),
  );
}
