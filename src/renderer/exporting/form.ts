// The export form: which frames, what is shown of them, and whether it can be made. Pure.
import type { ExportRequest } from '../../shared/contract/app';
import type { EpochChoice, FrameId, FrameSummary, RunId } from '../../shared/domain';
import { formatWords, type FormatName, type ShapesAs } from '../../shared/labels/formats';
import {
  FASTEST,
  LONGEST_TITLE,
  needsPrediction,
  type Arrangement,
  type Borders,
  type Panel,
  type VideoKind,
} from '../../shared/overlay/pictureStyle';
import type { Post } from '../../shared/prediction/decision';
import type { Temporal } from '../../shared/prediction/temporal';
import { numberOf } from '../../shared/training/values';

export interface ExportValues {
  readonly kind: 'video' | 'overlays' | 'masks';
  /** First and last frame by name; null = from the first, to the last. */
  readonly from: FrameId | null;
  readonly to: FrameId | null;
  readonly show: ExportRequest['show'];
  /** Several views of each frame, in this order; null = the one that `show` names. */
  readonly panels: readonly Panel[] | null;
  readonly arrange: Arrangement;
  /** Null = as on the canvas. */
  readonly borders: Borders | null;
  /** Of a video: what its file is. */
  readonly as: VideoKind;
  /** As typed. */
  readonly fps: string;
  readonly readout: boolean;
  readonly strip: boolean;
  readonly title: string;
  readonly titleAs: 'line' | 'card';
  /** As typed; empty = as wide as the frames are. */
  readonly width: string;
  /** Of masks: the current ones, or what the shown run predicts, and whether pixels that the masks ignore stay ignored then. */
  readonly masksOf: 'masks' | 'prediction';
  readonly keepIgnore: boolean;
  /** Of masks: what they are written as, and the label ids that are left out of it. */
  readonly format: FormatName;
  readonly without: ReadonlySet<number>;
  /** Of annotation files: exact masks or polygons, or polygons with fewer points; null = the format's own. */
  readonly shapes: ShapesWanted | null;
}

export type ShapesWanted = ShapesAs | 'fewer-points';
/** Pixels that a polygon with fewer points may be off the outline: on KITTI's roads a ninth of the points, IoU 0.997. */
export const FEWER_POINTS = 1;

/** What the format offers of what was chosen, and what main is asked for. */
export function shapesOf(
  format: FormatName,
  wanted: ShapesWanted | null,
): { readonly value: ShapesWanted; readonly ask: { shapes: ShapesAs; tolerance: number } } | null {
  const [first, ...more] = formatWords(format).shapes;
  if (first === undefined) return null;
  const as = wanted === 'fewer-points' ? 'polygons' : wanted;
  const kept = wanted !== null && [first, ...more].includes(as!);
  return {
    value: kept ? wanted : first,
    ask: { shapes: kept ? as! : first, tolerance: wanted === 'fewer-points' && kept ? FEWER_POINTS : 0 },
  };
}

export interface ExportContext {
  /** Sorted by name. */
  readonly frames: readonly FrameSummary[];
  readonly run: RunId | null;
  readonly epoch: EpochChoice;
  readonly threshold: number;
  readonly maskOpacity: number;
  readonly predictionOpacity: number;
  readonly outlineOnly: boolean;
  readonly post: Post;
  readonly temporal: Temporal | null;
}

export type ExportField = 'range' | 'fps' | 'run' | 'mask' | 'panels' | 'width' | 'title';

/** The frames from `from` to `to`, either way round. */
export function framesBetween(frames: readonly FrameSummary[], from: FrameId | null, to: FrameId | null): FrameSummary[] {
  const at = (id: FrameId | null, missing: number): number => {
    const index = id === null ? -1 : frames.findIndex((frame) => frame.id === id);
    return index < 0 ? missing : index;
  };
  const a = at(from, 0);
  const b = at(to, frames.length - 1);
  return frames.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export interface ReadExport {
  readonly request?: ExportRequest & { readonly fps: number };
  readonly problems: Partial<Record<ExportField, string>>;
}

/** The views that the form asks for. */
export const viewsOf = ({ panels, show }: Pick<ExportValues, 'panels' | 'show'>): readonly Panel[] => panels ?? [show];

function widthOf({ width }: ExportValues): number | null {
  return width.trim() === '' ? null : numberOf(width);
}

export function readExport(values: ExportValues, context: ExportContext): ReadExport {
  const { frames, run, epoch, threshold, maskOpacity, predictionOpacity, outlineOnly, post, temporal } = context;
  const chosen = framesBetween(frames, values.from, values.to);
  const problems: Partial<Record<ExportField, string>> = {};
  const video = values.kind === 'video';
  const fps = numberOf(values.fps);
  const width = widthOf(values);
  const views = viewsOf(values);
  const look = { show: values.show, panels: [...(values.panels ?? [])] };
  const wantsRun = needsPrediction(look) || values.strip;
  if (chosen.length === 0) problems.range = 'There are no frames yet.';
  if (video && !(fps >= 1 && fps <= FASTEST[values.as])) problems.fps = `A number from 1 to ${FASTEST[values.as]}.`;
  if (views.length === 0) problems.panels = 'Choose at least one view.';
  if (width !== null && !(Number.isInteger(width) && width >= 160 && width <= 16_384)) problems.width = 'Whole pixels from 160 to 16384.';
  if (values.title.length > LONGEST_TITLE) problems.title = `${LONGEST_TITLE} characters at most.`;
  if (wantsRun && run === null)
    problems.run = values.strip
      ? 'Choose a run: the curve is of its IoU.'
      : 'Choose a run whose prediction is shown, or show the masks alone.';
  if (views.length === 1 && views[0] === 'mask' && chosen.length > 0 && chosen.every((frame) => frame.mask === null))
    problems.mask = 'None of these frames has a mask yet.';
  if (Object.keys(problems).length > 0) return { problems };
  return {
    problems,
    request: {
      ...look,
      run: wantsRun ? run : null,
      epoch,
      frames: chosen.map((frame) => frame.id),
      arrange: values.arrange,
      alphaMask: maskOpacity,
      alphaPrediction: predictionOpacity,
      borders: values.borders ?? (outlineOnly ? 'only' : 'with'),
      threshold,
      post,
      temporal: wantsRun ? temporal : null,
      readout: values.readout,
      strip: values.strip,
      title: values.title.trim(),
      titleAs: video ? values.titleAs : 'line',
      width,
      fps: video ? fps : 10,
    },
  };
}

/** What the file will be, in a few words: '200 frames · 20 s'. */
export function lengthWords(frames: number, fps: number): string {
  const seconds = frames / fps;
  const length = seconds < 10 ? seconds.toFixed(1) : `${Math.round(seconds)}`;
  return Number.isFinite(seconds) ? `${frames} frames · ${length} s` : `${frames} frames`;
}

/** Sizes differ: a video has one size, that of its first frame. True when the others are fitted into it. */
export const sizesDiffer = (frames: readonly FrameSummary[]): boolean =>
  frames.some((frame) => frame.width !== frames[0]?.width || frame.height !== frames[0]?.height);

/** What is wrong with an export of masks, or how many frames it will write. */
export function readMasks(
  chosen: readonly FrameSummary[],
  predicted: { readonly run: RunId | null } | null = null,
): {
  readonly masks: number;
  readonly problem: string | undefined;
  readonly said: string;
} {
  if (predicted) {
    const problem =
      chosen.length === 0 ? 'There are no frames yet.' : predicted.run === null ? 'Choose a run whose prediction is written.' : undefined;
    return { masks: chosen.length, problem, said: `${chosen.length} ${chosen.length === 1 ? 'prediction' : 'predictions'}` };
  }
  const masks = chosen.filter((frame) => frame.mask !== null).length;
  const none = chosen.length - masks;
  const problem = chosen.length === 0 ? 'There are no frames yet.' : masks === 0 ? 'None of these frames has a mask yet.' : undefined;
  return {
    masks,
    problem,
    said: `${masks} ${masks === 1 ? 'mask' : 'masks'}${none > 0 ? ` · ${none} frames without one are left out` : ''}`,
  };
}
