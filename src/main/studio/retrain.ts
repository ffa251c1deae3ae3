// Retraining from corrections: how such a run is set up, what became better and worse by it, and that it is kept.
import type { RetrainedFrame, RetrainReport } from '../../shared/contract/runQueue';
import type { RunSummary } from '../../shared/contract/runs';
import type { Confusion, FrameId, RunId } from '../../shared/domain';
import { setScore } from '../../shared/metrics/confusion';
import { plain } from '../../shared/prediction/decision';
import { attempt, refuse, type Result } from '../../shared/result';
import { IMPORTED, named } from '../../shared/training/changes';
import { PRESETS, type RunConfig } from '../../shared/training/config';
import { freeName } from '../../shared/training/names';
import { frameRows } from '../project/frames';
import { currentMask, currentVersions } from '../project/masks';
import { writable, type Project } from '../project/project';
import { correctedSince, keepRetrained as writeKept, retrainingOf } from '../project/runQueue';
import { pinnedFrames, runSummaries, runSummary } from '../project/runs';
import { score } from './evaluate';
import { attemptNow, breathe, needRun, stopIfAborted } from './need';
import { chooseEpoch, ensurePredictions } from './predict';
import { netOf } from './startFrom';
import type { Retrain, RunStart, Studio, VerbOptions } from './studio';

export const retrainingStart = (project: Project, { from, minutes, weight }: Retrain): Result<RunStart> =>
  attemptNow(() => {
    if (!(minutes > 0 && minutes <= 1440)) refuse('bad-input', 'The time budget of a retraining is above 0 and at most 1440 minutes.');
    const parent = needRun(project, from.run);
    const epoch = chooseEpoch(project, parent, from.epoch);
    const names = runSummaries(project.db).map((run) => run.name);
    const own = parent.name.replace(/ retrained( \d+)?$/, '').slice(0, 66);
    const config = { ...settingsOf(project, parent), timeBudget: minutes };
    return { config, name: freeName(names, `${own} retrained`), from: { run: parent.id, epoch }, retrain: { weight } };
  });

/** The parent's own; of weights that were trained elsewhere only the net is known. */
const settingsOf = (project: Project, { id, config }: RunSummary): RunConfig =>
  config.preset === IMPORTED ? named({ ...PRESETS.road, ...netOf(project, id) }, 'road') : config;

export const keepRetrained = (project: Project, run: RunId): Result<RunSummary> =>
  attemptNow(() => {
    const { name, retrain } = needRun(project, run);
    if (!retrain) refuse('bad-input', `Run '${name}' retrains no other run.`);
    writeKept(writable(project), run);
    return needRun(project, run);
  });

export const retrainReport = (studio: Studio, id: RunId, options: VerbOptions = {}): Promise<Result<RetrainReport>> =>
  attempt(async () => {
    const { project } = studio;
    const run = needRun(project, id);
    const of = retrainingOf(project.db, id) ?? refuse('bad-input', `Run '${run.name}' retrains no other run.`);
    const parent =
      runSummary(project.db, of.parent) ??
      refuse('not-found', `The run that '${run.name}' started from was removed, so there is nothing to compare it with.`);
    const epoch = chooseEpoch(project, run, 'best');
    const frames = comparedFrames(project, parent.id, id);
    if (frames.length === 0) refuse('empty', 'No frame with a mask is left that both runs can be compared on.');
    const ids = frames.map(({ frame }) => frame);
    const before = await ensurePredictions(studio, parent, of.epoch, ids, options);
    const after = await ensurePredictions(studio, run, epoch, ids, options);
    const threshold = parent.decision?.threshold ?? run.config.threshold;
    const decision = plain(threshold);
    const made: RetrainedFrame[] = [];
    const counts: { before: Confusion[]; after: Confusion[] } = { before: [], after: [] };
    for (const { frame, name, ...role } of frames) {
      stopIfAborted(options.signal);
      const mask = currentMask(project.db, frame) ?? refuse('not-found', `Frame ${name} has no mask any more.`);
      const [old, fresh] = [before.of(frame), after.of(frame)];
      if (!old || !fresh) return refuse('bug', `The engine did not predict frame ${name}.`);
      const scores = { before: score(old, mask, decision), after: score(fresh, mask, decision) };
      made.push({ frame, name, ...role, before: scores.before.iou, after: scores.after.iou });
      if (role.split === 'held-out') {
        counts.before.push(scores.before);
        counts.after.push(scores.after);
      }
      options.onProgress?.({ done: made.length, total: frames.length, what: 'Comparing' });
      await breathe();
    }
    const sets = { before: setScore(counts.before, threshold), after: setScore(counts.after, threshold) };
    const heldOut = made.filter(({ split }) => split === 'held-out');
    return {
      parent: { run: parent.id, name: parent.name, epoch: of.epoch },
      run: { run: id, name: run.name, epoch },
      threshold,
      heldOut: {
        frames: heldOut.length,
        mean: { before: sets.before.meanIoU, after: sets.after.meanIoU },
        pooled: { before: sets.before.pooledIoU, after: sets.after.pooledIoU },
        better: heldOut.filter((frame) => delta(frame) > SEEN).length,
        worse: heldOut.filter((frame) => delta(frame) < -SEEN).length,
      },
      frames: made.sort((a, b) => delta(a) - delta(b)),
    };
  });

/** Less does not show in three decimals. */
const SEEN = 0.0005;
const delta = ({ before, after }: RetrainedFrame): number => after - before;

/** Held-out frames, and the corrected ones that were trained on. A frame that either of the two was trained on is no held-out one. */
function comparedFrames(project: Project, parent: RunId, run: RunId): Omit<RetrainedFrame, 'before' | 'after'>[] {
  const trained = (of: RunId): FrameId[] =>
    pinnedFrames(project.db, of)
      .filter(({ split }) => split === 'train')
      .map(({ frame }) => frame);
  const seen = new Set([...trained(parent), ...trained(run)]);
  const own = new Set(pinnedFrames(project.db, run).map(({ frame }) => frame));
  const corrected = correctedSince(project.db, parent);
  const versions = currentVersions(project.db);
  return frameRows(project.db)
    .filter(({ id }) => own.has(id) && (!seen.has(id) || corrected.has(id)) && versions.get(id) != null)
    .map(({ id, name }) => ({ frame: id, name, split: seen.has(id) ? 'train' : 'held-out', corrected: corrected.has(id) }));
}
