// How good a run is, on frames whose part in it is named: held out from it, trained on, or all.
import { inflateSync } from 'node:zlib';
import type { FrameScoreRow } from '../../shared/contract/runs';
import type { EpochChoice, FrameId, RunId, SetScore, Split } from '../../shared/domain';
import { decodeRle } from '../../shared/mask/rle';
import { confusion, iou, setScore } from '../../shared/metrics/confusion';
import { decided, NO_POST, type Decision, type Post } from '../../shared/prediction/decision';
import { thresholded, upsampleProbabilities } from '../../shared/prediction/probabilities';
import { attempt, refuse, type Result } from '../../shared/result';
import { currentMask, currentVersions, type StoredMask } from '../project/masks';
import { frameRows } from '../project/frames';
import { storedScores, type StoredPrediction } from '../project/predictions';
import type { Project } from '../project/project';
import { pinnedFrames } from '../project/runs';
import { attemptNow, breathe, needRun, stopIfAborted } from './need';
import { chooseEpoch, ensurePredictions } from './predict';
import type { Evaluation, EvaluationSet, FrameEvaluation, Studio, VerbOptions } from './studio';

/** Scored at the frames' own size against their current masks. 'all' holds frames that the run never saw, too. */
export const evaluate = (
  studio: Studio,
  what: {
    readonly run: RunId;
    readonly epoch: EpochChoice;
    readonly threshold: number;
    readonly set: EvaluationSet;
    /** Of a U-Net++ with deep supervision: the node that is read, 1..4; the run's own where it is not given. */
    readonly depth?: number;
    /** What follows the threshold; nothing without it. */
    readonly post?: Post | undefined;
  },
  options: VerbOptions = {},
): Promise<Result<Evaluation>> =>
  attempt(async () => {
    const { project } = studio;
    const { threshold, set, post = NO_POST } = what;
    if (!(threshold >= 0 && threshold <= 1)) refuse('bad-input', `A threshold of ${threshold} is not between 0 and 1.`);
    const run = needRun(project, what.run);
    const depth = what.depth ?? run.config.depth;
    if (depth !== run.config.depth && !run.config.deepSupervision) {
      refuse(
        'bad-input',
        `Run '${run.name}' has one head, so it cannot be read at depth ${depth}.`,
        'Only a U-Net++ with deep supervision can.',
      );
    }
    const epoch = chooseEpoch(project, run, what.epoch);
    const frames = framesOf(project, run.id, set);
    if (frames.length === 0) refuse('empty', `No frame of the set '${set}' of run '${run.name}' has a mask to score against.`);
    const ids = frames.map((frame) => frame.id);
    const predictions = await ensurePredictions(studio, run, epoch, ids, options, depth);
    const perFrame: FrameEvaluation[] = [];
    for (const { id, name, split } of frames) {
      stopIfAborted(options.signal);
      const made = predictions.of(id) ?? refuse('bug', `The engine did not predict frame ${name}.`);
      const mask = currentMask(project.db, id) ?? refuse('not-found', `Frame ${name} has no mask any more.`);
      perFrame.push({ frame: id, name, split, mask: mask.version, ...score(made, mask, { ...post, threshold }) });
      options.onProgress?.({ done: perFrame.length, total: frames.length, what: 'Scoring' });
      await breathe();
    }
    return { run: run.id, epoch, depth, set, post, ...setScore(perFrame, threshold), perFrame };
  });

interface ScoredFrame {
  readonly id: FrameId;
  readonly name: string;
  readonly split: Split;
}

function framesOf(project: Project, run: RunId, set: EvaluationSet): ScoredFrame[] {
  const roles = new Map<FrameId, Split>(pinnedFrames(project.db, run).map(({ frame, split }) => [frame, split]));
  const versions = currentVersions(project.db);
  return frameRows(project.db)
    .map(({ id, name }) => ({ id, name, split: roles.get(id) ?? ('none' as const) }))
    .filter(({ id, split }) => (set === 'all' || split === set) && versions.get(id) != null);
}

/** At the frame's own size. */
export function score(made: StoredPrediction, mask: StoredMask, decision: Decision) {
  const truth = decodeRle(mask.rle);
  const { width, height } = truth;
  const probabilities = upsampleProbabilities(inflateSync(made.deflated), made.width, made.height, width, height);
  const effective = decided(probabilities, width, height, decision);
  const counts = confusion(thresholded(effective, decision.threshold), truth);
  return { iou: iou(counts), ...counts };
}

export const scores = (
  project: Project,
  what: { readonly run: RunId; readonly epoch: EpochChoice },
): Result<{ epoch: number; rows: FrameScoreRow[]; heldOut: SetScore }> =>
  attemptNow(() => {
    const run = needRun(project, what.run);
    const epoch = chooseEpoch(project, run, what.epoch);
    const rows = storedScores(project.db, run.id, epoch).map(({ frame, split, counts, iou }) => ({ frame, split, counts, iou }));
    const heldOut = rows.filter((row) => row.split === 'held-out').map((row) => row.counts);
    return { epoch, rows, heldOut: setScore(heldOut, run.config.threshold) };
  });
