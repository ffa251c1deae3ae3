// What a run predicts as masks, for exports: which run and epoch, how it was decided, and what becomes of ignored pixels.
import type { FrameId } from '../../shared/domain';
import { postWords } from '../../shared/prediction/decision';
import { unwrap } from '../../shared/result';
import { currentVersion } from '../project/masks';
import { engineFrame } from './engineFrames';
import { needRun } from './need';
import { chooseEpoch, ensurePredictions } from './predict';
import { predictionsOver } from './smoothedPredictions';
import type { PredictedMasks, Studio, VerbOptions } from './studio';

export interface MadeMasks {
  /** Sentences on what was written. */
  readonly notes: readonly string[];
  readonly mask: (frame: FrameId) => Promise<Uint8Array>;
}

/** Predicts what is missing first; the masks themselves are made one by one, by the engine. */
export async function predictedMasks(
  studio: Studio,
  of: PredictedMasks,
  frames: readonly FrameId[],
  options: VerbOptions,
): Promise<MadeMasks> {
  const { project } = studio;
  const run = needRun(project, of.run);
  const epoch = chooseEpoch(project, run, of.epoch);
  const over = predictionsOver(project, of.temporal);
  const predictions = await ensurePredictions(studio, run, epoch, over.needs(frames), options);
  const { threshold, post, keepIgnore } = of;
  const after = post ? postWords({ ...post, threshold }) : '';
  const treated = frames.some((frame) => over.changes(frame)) ? over.words : [];
  const how = [`threshold ${threshold.toFixed(2)}`, after, ...treated].filter(Boolean).join(', ');
  const ignored = keepIgnore ? 'Pixels that the masks ignore now stay ignored.' : 'Every pixel is road or other: none is ignored.';
  const call = options.signal ? { signal: options.signal } : {};
  return {
    notes: [`They are what '${run.name}' predicts at epoch ${epoch}, ${how}.`, ignored],
    mask: async (id) => {
      const frame = await engineFrame(project, id, keepIgnore ? currentVersion(project.db, id) : null);
      const prediction = (await over.of(id, (one) => predictions.of(one))) ?? null;
      const what = { frame: { ...frame, split: 'none', prediction }, threshold, post, keepIgnore };
      return unwrap(await studio.engine.call('predictions.mask', what, call)).rle;
    },
  };
}
