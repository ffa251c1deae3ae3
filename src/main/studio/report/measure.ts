// What a report says of a run's held-out frames at one epoch: every frame's IoU at two thresholds, and the curve over all of them.
import { inflateSync } from 'node:zlib';
import type { Confusion, FrameId, SetScore } from '../../../shared/domain';
import { decodeRle } from '../../../shared/mask/rle';
import { iou, setScore } from '../../../shared/metrics/confusion';
import {
  addHistograms,
  bestF,
  confusionAt,
  histograms,
  noHistograms,
  thresholdCurve,
  type CurvePoint,
  type Histograms,
} from '../../../shared/metrics/thresholds';
import { decided, isPlain } from '../../../shared/prediction/decision';
import { upsampleProbabilities } from '../../../shared/prediction/probabilities';
import type { RunSummary } from '../../../shared/contract/runs';
import { currentMask, currentVersions } from '../../project/masks';
import { frameRows } from '../../project/frames';
import { pinnedFrames } from '../../project/runs';
import { breathe, stopIfAborted } from '../need';
import { ensurePredictions } from '../predict';
import type { Studio, VerbOptions } from '../studio';

export interface MeasuredFrame {
  readonly frame: FrameId;
  readonly name: string;
  /** At the run's own threshold. */
  readonly iou: number;
}
export interface Measured {
  /** Worst first. */
  readonly frames: readonly MeasuredFrame[];
  readonly own: SetScore;
  /** At the threshold with the highest F1 over all pixels; null where there is no road at all. */
  readonly best: SetScore | null;
  /** As it was last decided on in the window, post-processing included; null where that is its own threshold. */
  readonly chosen: SetScore | null;
  readonly curve: readonly CurvePoint[];
}

/** Against the masks as they are now, at the frames' own sizes. Null where the run held no frame out that has a mask. */
export async function measure(studio: Studio, run: RunSummary, epoch: number, options: VerbOptions): Promise<Measured | null> {
  const { project } = studio;
  const held = new Set(pinnedFrames(project.db, run.id).flatMap(({ frame, split }) => (split === 'held-out' ? [frame] : [])));
  const versions = currentVersions(project.db);
  const rows = frameRows(project.db).filter(({ id }) => held.has(id) && versions.get(id) != null);
  if (rows.length === 0) return null;
  const predictions = await ensurePredictions(
    studio,
    run,
    epoch,
    rows.map(({ id }) => id),
    options,
  );
  const each: { id: FrameId; name: string; counts: Histograms }[] = [];
  let all = noHistograms();
  const { decision } = run;
  const asChosen: Confusion[] = [];
  for (const { id, name } of rows) {
    stopIfAborted(options.signal);
    const mask = currentMask(project.db, id);
    const made = predictions.of(id);
    if (!mask || !made) continue;
    const truth = decodeRle(mask.rle);
    const probabilities = upsampleProbabilities(inflateSync(made.deflated), made.width, made.height, truth.width, truth.height);
    const counts = histograms(probabilities, truth);
    if (decision) {
      const after = decided(probabilities, truth.width, truth.height, decision);
      asChosen.push(confusionAt(after === probabilities ? counts : histograms(after, truth), decision.threshold));
    }
    each.push({ id, name, counts });
    all = addHistograms(all, counts);
    options.onProgress?.({ done: each.length, total: rows.length, what: 'Measuring the held-out frames' });
    await breathe();
  }
  const at = (threshold: number): SetScore =>
    setScore(
      each.map(({ counts }) => confusionAt(counts, threshold)),
      threshold,
    );
  const peak = bestF(all);
  const { threshold } = run.config;
  const frames = each
    .map(({ id, name, counts }) => ({ frame: id, name, iou: iou(confusionAt(counts, threshold)) }))
    .sort((a, b) => a.iou - b.iou);
  const differs = decision !== null && !(isPlain(decision) && decision.threshold === threshold);
  const chosen = differs ? setScore(asChosen, decision.threshold) : null;
  return { frames, own: at(threshold), best: peak && at(peak.threshold), chosen, curve: thresholdCurve(all) };
}
