// What the export form holds, and the verb behind its button.
import { create } from 'zustand';
import type { FrameId, JobId } from '../../shared/domain';
import { studio } from '../api';
import { told } from '../state/notices';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { framesBetween, readExport, readMasks, shapesOf, type ExportValues } from './form';

export interface Exporting extends ExportValues {
  readonly starting: boolean;
  /** The frame of the preview; null = the first of the range. */
  readonly preview: FrameId | null;
  /** The preview shows the title's card instead. */
  readonly card: boolean;
  readonly jobs: readonly JobId[];
}

export const useExporting = create<Exporting>()(() => ({
  kind: 'video',
  from: null,
  to: null,
  show: 'both',
  panels: null,
  arrange: 'fit',
  borders: null,
  as: 'mp4',
  fps: '10',
  readout: true,
  strip: false,
  title: '',
  titleAs: 'line',
  width: '',
  masksOf: 'masks',
  keepIgnore: false,
  format: 'kitti',
  without: new Set(),
  shapes: null,
  starting: false,
  preview: null,
  card: false,
  jobs: [],
}));

export const exportContext = () => {
  const { frames } = useSession.getState();
  const { run, epoch, threshold, maskOpacity, predictionOpacity, outlineOnly, post, temporal } = useView.getState();
  return { frames, run, epoch, threshold, maskOpacity, predictionOpacity, outlineOnly, post, temporal };
};

export async function startMasks(): Promise<void> {
  const { from, to, format, without, shapes, starting, masksOf, keepIgnore } = useExporting.getState();
  const { run, epoch, threshold, post, temporal } = useView.getState();
  const { frames, project } = useSession.getState();
  const chosen = framesBetween(frames, from, to);
  const predicted = masksOf === 'prediction';
  if (starting || readMasks(chosen, predicted ? { run } : null).problem) return;
  useExporting.setState({ starting: true });
  const classes = without.size === 0 ? null : (project?.classes ?? []).map(({ id }) => id).filter((id) => !without.has(id));
  const all = chosen.length === frames.length;
  added(
    await told(
      studio.app.exportMasks({
        format,
        frames: all ? [] : chosen.map(({ id }) => id),
        classes,
        ...shapesOf(format, shapes)?.ask,
        ...(predicted && run !== null ? { of: { run, epoch, threshold, post, temporal, keepIgnore } } : {}),
      }),
    ),
  );
}

const added = (job: JobId | null | undefined): void =>
  useExporting.setState(({ jobs }) => ({ starting: false, jobs: job === undefined || job === null ? jobs : [job, ...jobs] }));

export async function startExport(): Promise<void> {
  const values = useExporting.getState();
  if (values.kind === 'masks') return startMasks();
  const { request } = readExport(values, exportContext());
  if (!request || values.starting) return;
  useExporting.setState({ starting: true });
  const { fps, ...stills } = request;
  const job = await told(
    values.kind === 'video' ? studio.app.exportVideo({ ...stills, fps, as: values.as }) : studio.app.exportOverlays(stills),
  );
  added(job);
}
