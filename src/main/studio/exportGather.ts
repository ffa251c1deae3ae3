// What an export draws: its frames with their masks and predictions, its style in the engine's terms, and the scores that its curve needs.
import type { ExportRequest } from '../../shared/contract/app';
import type { RunSummary } from '../../shared/contract/runs';
import type { FrameId, Split, VersionId } from '../../shared/domain';
import { needsMask, needsPrediction } from '../../shared/overlay/pictureStyle';
import { refuse, unwrap } from '../../shared/result';
import type { OverlayFrame, OverlayStyle, ScoredFrame } from '../engine/protocol';
import { currentVersion } from '../project/masks';
import { palette } from '../project/palette';
import { storedPrediction } from '../project/predictions';
import type { Project } from '../project/project';
import { pinnedFrames, runSummaries } from '../project/runs';
import { splitOf } from '../project/splits';
import { engineFrame } from './engineFrames';
import { breathe, needRun, stopIfAborted } from './need';
import { chooseEpoch, chooseFrames, ensurePredictions } from './predict';
import { predictionsOver, type PredictionsOver } from './smoothedPredictions';
import type { Studio, VerbOptions } from './studio';

/** What is asked for, resolved; nothing is read or predicted yet. */
export interface Chosen {
  readonly ids: readonly FrameId[];
  readonly run: RunSummary | null;
  readonly epoch: number | null;
  readonly style: OverlayStyle;
  readonly over: PredictionsOver;
  /** Tells scores of one way of smoothing from those of another. */
  readonly overKey: string;
  /** What the frame was to the run; its own set without one. */
  splitOf(frame: FrameId): Split;
}

/** The curve and the card need a run's scores, whatever views are shown. */
const wantsRun = (request: ExportRequest): boolean => needsPrediction(request) || request.strip;

export function choose(project: Project, request: ExportRequest): Chosen {
  const { run: _run, epoch: wanted, frames, temporal, ...look } = request;
  const ids = chooseFrames(project, frames);
  const run = wantsRun(request) ? chooseRun(project, request) : null;
  const epoch = run && chooseEpoch(project, run, wanted);
  const roles = new Map(run ? pinnedFrames(project.db, run.id).map(({ frame, split }) => [frame, split]) : []);
  const classColours = palette(project.db).map(({ id, colour }) => [id, colour] as const);
  const over = predictionsOver(project, run && temporal);
  const treatment = ids.some((id) => over.changes(id)) ? over.words : [];
  const style = { ...look, runName: run ? `${run.name}, epoch ${epoch}` : '', treatment, classColours };
  return {
    ids,
    run,
    epoch,
    style,
    over,
    overKey: JSON.stringify(temporal ?? null),
    splitOf: (frame) => (run ? (roles.get(frame) ?? 'none') : splitOf(project.db, frame)),
  };
}

function chooseRun(project: Project, request: ExportRequest): RunSummary {
  if (request.run !== null) return needRun(project, request.run);
  const newest = runSummaries(project.db).find((run) => run.epochs > 0);
  return (
    newest ?? refuse('no-run', `${project.name} has no trained run whose prediction could be shown.`, 'Train one first, or show the masks.')
  );
}

/** Frames for the engine, in order; what is missing is predicted first. */
export async function gather(studio: Studio, chosen: Chosen, options: VerbOptions): Promise<OverlayFrame[]> {
  const { project } = studio;
  const { ids, run, epoch, over } = chosen;
  const predictions = run && epoch !== null ? await ensurePredictions(studio, run, epoch, over.needs(ids), options) : null;
  const frames: OverlayFrame[] = [];
  for (const id of ids) {
    stopIfAborted(options.signal);
    const frame = await engineFrame(project, id, currentVersion(project.db, id));
    const prediction = (predictions && (await over.of(id, (one) => predictions.of(one)))) ?? null;
    frames.push({ ...frame, split: chosen.splitOf(id), prediction, ...(!over.changes(id) && { untreated: true }) });
  }
  return frames;
}

/** By project: 'run epoch decision smoothing frame version' -> IoU. Moving the threshold back and forth costs nothing. */
const KNOWN = new WeakMap<Project, Map<string, number | null>>();
const MOST_KNOWN = 100_000;
/** Frames in one call to the engine. */
const CHUNK = 64;

export interface Scores {
  readonly scores: readonly ScoredFrame[];
  /** Frames whose score is not known, since they are not predicted yet. */
  readonly waiting: number;
}

/**
 * The IoU of every frame against its mask as it is now, at the style's threshold. Only stored predictions count, besides those that `also` knows.
 */
export async function scoresOf(
  studio: Studio,
  { ids, run, epoch, style, over, overKey, splitOf }: Chosen,
  options: VerbOptions,
  also?: ReadonlyMap<FrameId, OverlayFrame>,
): Promise<Scores> {
  const { project } = studio;
  const known = KNOWN.get(project) ?? new Map<string, number | null>();
  KNOWN.set(project, known);
  if (known.size > MOST_KNOWN) known.clear();
  const versions = new Map<FrameId, VersionId | null>(ids.map((id) => [id, currentVersion(project.db, id)]));
  const key = (id: FrameId): string => [run?.id, epoch, decisionKey(style), overKey, id, versions.get(id)].join(' ');
  const missing = run && epoch !== null ? ids.filter((id) => versions.get(id) !== null && !known.has(key(id))) : [];
  let waiting = 0;
  for (let at = 0; at < missing.length; at += CHUNK) {
    stopIfAborted(options.signal);
    const frames: OverlayFrame[] = [];
    for (const id of missing.slice(at, at + CHUNK)) {
      const given = also?.get(id);
      const prediction = given?.prediction ?? (await over.of(id, (one) => storedPrediction(project.db, run!.id, epoch!, one))) ?? null;
      if (prediction === null) waiting++;
      else frames.push({ ...(given ?? (await engineFrame(project, id, versions.get(id)!))), split: splitOf(id), prediction });
    }
    if (frames.length > 0) {
      const call = options.signal ? { signal: options.signal } : {};
      const { ious } = unwrap(await studio.engine.call('frames.score', { frames, threshold: style.threshold, post: style.post }, call));
      frames.forEach((frame, i) => known.set(key(frame.id), ious[i] ?? null));
    }
    options.onProgress?.({ done: Math.min(at + CHUNK, missing.length), total: missing.length, what: 'Scoring' });
    await breathe();
  }
  return { waiting, scores: ids.map((id) => ({ split: splitOf(id), iou: known.get(key(id)) ?? null })) };
}

const decisionKey = ({ threshold, post }: OverlayStyle): string => JSON.stringify([threshold, post?.low, post?.smallest, post?.holes]);

/** Whether the pictures need the scores of all frames before the first is drawn. */
export const needsScores = (request: ExportRequest, video: boolean): boolean =>
  request.strip || (video && request.title !== '' && request.titleAs === 'card' && needsMask(request) && needsPrediction(request));
