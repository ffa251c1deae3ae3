// What a run predicts at an epoch: from the store, else from the engine, and then stored.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Prediction, RunSummary } from '../../shared/contract/runs';
import type { EpochChoice, FrameId, RunId, VersionId } from '../../shared/domain';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import type { RunConfig } from '../../shared/training/config';
import type { PredictedFrame } from '../engine/protocol';
import { transaction } from '../project/database';
import { checkpoints, epochNumbers } from '../project/epochs';
import { frameRows } from '../project/frames';
import { currentVersion } from '../project/masks';
import { runFolder } from '../project/paths';
import { predictedFrames, putPrediction, putScore, storedPrediction, type StoredPrediction } from '../project/predictions';
import type { Project } from '../project/project';
import { pinnedFrames } from '../project/runs';
import { engineFrames } from './engineFrames';
import { attemptNow, needFrameRow, needRun } from './need';
import type { PredictedSet, Studio, VerbOptions } from './studio';

/** Frames that the engine predicts in one call, and that are stored in one transaction. */
const CHUNK = 32;

/** 'best' is the kept checkpoint with the highest mean held-out IoU, 'last' the newest epoch. */
export function chooseEpoch(project: Project, run: RunSummary, choice: EpochChoice): number {
  const epochs = epochNumbers(project.db, run.id);
  const last =
    epochs.at(-1) ?? refuse('no-epoch', `Run '${run.name}' has not finished an epoch yet.`, 'Let it train for at least one epoch.');
  if (choice === 'last') return last;
  if (choice === 'best') return run.bestEpoch ?? last;
  return epochs.includes(choice) ? choice : refuse('not-found', `Run '${run.name}' has no epoch ${choice}: it has epochs 1 to ${last}.`);
}

/** The file, which is there; an epoch whose checkpoint was not kept is refused with those that were. */
export function checkpointFile(project: Project, run: RunSummary, epoch: number): string {
  const kept = checkpoints(project.db, run.id);
  const found = kept.find((checkpoint) => checkpoint.epoch === epoch);
  if (!found) {
    const names = kept.map((checkpoint) => String(checkpoint.epoch)).join(', ');
    return refuse(
      'no-checkpoint',
      `The weights of epoch ${epoch} of run '${run.name}' were not kept, so it cannot predict further frames.`,
      names === '' ? 'None of its checkpoints is left.' : `Epochs with weights: ${names}.`,
    );
  }
  const file = join(runFolder(project.folder, run.id), found.file);
  if (existsSync(file)) return file;
  return refuse('not-found', `The checkpoint ${file} is not there any more.`, 'Put it back, or choose another epoch.');
}

export interface Predictions {
  readonly epoch: number;
  readonly computed: number;
  /** Undefined for a frame that was not asked for. */
  of(frame: FrameId): StoredPrediction | undefined;
}

/**
 * Sees to it that every frame has a prediction. Where the project may not be written, new ones are only answered;
 * so are those at another depth than the run's own, since the store holds one prediction a frame and epoch.
 */
export async function ensurePredictions(
  studio: Studio,
  run: RunSummary,
  epoch: number,
  frames: readonly FrameId[],
  options: VerbOptions = {},
  depth = run.config.depth,
): Promise<Predictions> {
  const { project } = studio;
  const own = depth === run.config.depth;
  const stored = own ? predictedFrames(project.db, run.id, epoch) : new Set<FrameId>();
  const missing = frames.filter((frame) => !stored.has(frame));
  const loose = new Map<FrameId, StoredPrediction>();
  if (missing.length > 0) {
    const checkpoint = checkpointFile(project, run, epoch);
    const pinned = new Map(pinnedFrames(project.db, run.id).map(({ frame, version }) => [frame, version]));
    const versionOf = (frame: FrameId): VersionId | null => pinned.get(frame) ?? currentVersion(project.db, frame);
    for (let at = 0; at < missing.length; at += CHUNK) {
      const chunk = missing.slice(at, at + CHUNK).map((frame) => ({ frame, version: versionOf(frame) }));
      const done = (n: number): void => options.onProgress?.({ done: at + n, total: missing.length, what: 'Predicting' });
      const made: PredictedFrame[] = [];
      try {
        await predictChunk(studio, { ...run.config, depth }, checkpoint, chunk, made, done, options.signal);
      } finally {
        // What was predicted before it failed or was cancelled is kept: going on later begins after it.
        if (project.write && own) keep(studio, run, epoch, made, new Map(chunk.map(({ frame, version }) => [frame, version])));
        else
          for (const { prediction } of made) loose.set(prediction.frame, { ...prediction, deflated: new Uint8Array(prediction.deflated) });
      }
      done(chunk.length);
    }
  }
  return { epoch, computed: missing.length, of: (frame) => loose.get(frame) ?? storedPrediction(project.db, run.id, epoch, frame) };
}

async function predictChunk(
  studio: Studio,
  config: RunConfig,
  checkpoint: string,
  chunk: readonly { frame: FrameId; version: VersionId | null }[],
  made: PredictedFrame[],
  done: (frames: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const job = { config, checkpoint, frames: await engineFrames(studio.project, chunk), threshold: config.threshold };
  unwrap(
    await studio.engine.call('predict.frames', job, {
      onEvent: (event) => (event.kind === 'frame' ? made.push(event.frame) : done(event.done)),
      ...(signal ? { signal } : {}),
    }),
  );
}

function keep(
  studio: Studio,
  run: RunSummary,
  epoch: number,
  made: readonly PredictedFrame[],
  versions: ReadonlyMap<FrameId, VersionId | null>,
): void {
  const db = studio.project.write;
  if (!db || made.length === 0) return;
  transaction(db, () => {
    // It may have been removed meanwhile.
    needRun(studio.project, run.id);
    for (const { prediction, score } of made) {
      putPrediction(db, run.id, epoch, prediction);
      const version = versions.get(prediction.frame);
      if (score && version) putScore(db, run.id, epoch, { ...score, version });
    }
  });
}

export const prediction = (
  studio: Studio,
  what: { readonly run: RunId; readonly epoch: EpochChoice; readonly frame: FrameId; readonly stored?: boolean | undefined },
  options: VerbOptions = {},
): Promise<Result<Prediction>> =>
  attempt(async () => {
    const run = needRun(studio.project, what.run);
    const { id, name } = needFrameRow(studio.project, what.frame);
    const epoch = chooseEpoch(studio.project, run, what.epoch);
    // A scrub over epochs asks many times a second: what is there is answered without looking at all the run's frames.
    const there = storedPrediction(studio.project.db, run.id, epoch, id);
    if (there) return { run: run.id, epoch, ...there };
    if (what.stored) return refuse('not-stored', `Epoch ${epoch} of run '${run.name}' has no stored prediction of frame ${name}.`);
    const made =
      (await ensurePredictions(studio, run, epoch, [id], options)).of(id) ?? refuse('bug', `The engine did not predict frame ${name}.`);
    return { run: run.id, epoch, ...made };
  });

/** Frames whose predictions are stored, at the epoch behind the choice. */
export const predicted = (
  project: Project,
  what: { readonly run: RunId; readonly epoch: EpochChoice },
): Result<{ epoch: number; frames: FrameId[] }> =>
  attemptNow(() => {
    const run = needRun(project, what.run);
    const epoch = chooseEpoch(project, run, what.epoch);
    return { epoch, frames: [...predictedFrames(project.db, run.id, epoch)] };
  });

export const predict = (
  studio: Studio,
  what: { readonly run: RunId; readonly epoch: EpochChoice; readonly frames: PredictedSet },
  options: VerbOptions = {},
): Promise<Result<{ run: RunId; epoch: number; frames: number; computed: number }>> =>
  attempt(async () => {
    const run = needRun(studio.project, what.run);
    const epoch = chooseEpoch(studio.project, run, what.epoch);
    const frames = framesOfSet(studio.project, run, what.frames);
    const { computed } = await ensurePredictions(studio, run, epoch, frames, options);
    return { run: run.id, epoch, frames: frames.length, computed };
  });

function framesOfSet(project: Project, run: RunSummary, set: PredictedSet): FrameId[] {
  if (typeof set !== 'string') return chooseFrames(project, set);
  if (set === 'all') return chooseFrames(project, []);
  const found = pinnedFrames(project.db, run.id).filter(({ split }) => split === set);
  if (found.length === 0) refuse('empty', `Run '${run.name}' has no ${set} frames.`);
  return found.map(({ frame }) => frame);
}

/** Those asked for, in the order asked; all when none is named. */
export function chooseFrames(project: Project, asked: readonly FrameId[]): FrameId[] {
  if (asked.length > 0) return asked.map((frame) => needFrameRow(project, frame).id);
  const every = frameRows(project.db).map((frame) => frame.id);
  return every.length > 0 ? every : refuse('empty', `${project.name} has no frames.`, 'Import a folder of frames first.');
}
