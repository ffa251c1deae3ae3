// A run from weights that were trained elsewhere: read by the engine, recorded as finished, scored on the held-out frames.
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { RunId } from '../../shared/domain';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import { freeName } from '../../shared/training/names';
import { setScore } from '../../shared/metrics/confusion';
import type { EngineOutput } from '../engine/protocol';
import { transaction } from '../project/database';
import { addCheckpoint, addEpoch, setEpochScore } from '../project/epochs';
import { frameSummaries } from '../project/frames';
import { runFolder } from '../project/paths';
import { writable, type Project } from '../project/project';
import { addRun, deleteRun, runSummaries, setRunState, type PinnedFrame } from '../project/runs';
import { evaluate } from './evaluate';
import { count, needRun } from './need';
import type { ImportedRun, Studio, VerbOptions, WeightsImport } from './studio';
import { ROADBRUSH_VERSION } from './version';

/** The weights are recorded as this epoch's. */
const EPOCH = 1;
type Read = EngineOutput<'weights.import'>;

export const importWeights = (studio: Studio, what: WeightsImport, options: VerbOptions = {}): Promise<Result<ImportedRun>> =>
  attempt(async () => {
    const { project, engine } = studio;
    writable(project);
    const file = resolve(what.file);
    const runs = join(project.folder, 'runs');
    await mkdir(runs, { recursive: true });
    const out = join(runs, `.import-${randomBytes(6).toString('hex')}.safetensors`);
    try {
      const call = options.signal ? { signal: options.signal } : {};
      const read = unwrap(await engine.call('weights.import', { file, out, size: what.size }, call));
      const run = record(project, read, out, nameOf(project, what));
      const scored = await score(studio, run, options);
      return { run: needRun(project, run), parameters: read.parameters, notices: [...sizeWords(read), ...scored] };
    } finally {
      await rm(out, { force: true });
    }
  });

function nameOf(project: Project, { name, file }: WeightsImport): string {
  const names = runSummaries(project.db).map((run) => run.name);
  const own = basename(file).replace(/(\.weights)?\.(h5|hdf5|keras)$/i, '');
  return name.trim().slice(0, 80) || freeName(names, own.slice(0, 76));
}

/** Only held-out frames are pinned: which ones the weights were trained on, nobody here knows. */
function record(project: Project, { config, origin, checkpoint }: Read, written: string, name: string): RunId {
  const db = writable(project);
  return transaction(db, () => {
    const frames = frameSummaries(project.db).flatMap(({ id, split, mask }): PinnedFrame[] =>
      split === 'held-out' && mask !== null ? [{ frame: id, split, version: mask }] : [],
    );
    const run = addRun(db, { name, config, codeVersion: ROADBRUSH_VERSION, device: null, frames, origin: `imported from ${origin}` });
    const file = 'epoch-0001.safetensors';
    const nothing = {
      loss: null,
      heldOutLoss: null,
      seconds: 0,
      imagesPerSecond: 0,
      learningRate: 0,
      stepSeconds: null,
      waitSeconds: null,
    };
    addEpoch(db, run, { epoch: EPOCH, heldOut: setScore([], config.threshold), ...nothing });
    addCheckpoint(db, run, { ...checkpoint, file, epoch: EPOCH }, 0);
    setRunState(db, run, 'done');
    const folder = runFolder(project.folder, run);
    mkdirSync(folder, { recursive: true });
    renameSync(written, join(folder, file));
    return run;
  });
}

/** Answers what the person should know. Cancelled, the run is taken back; what else goes wrong leaves it unscored. */
async function score(studio: Studio, run: RunId, options: VerbOptions): Promise<string[]> {
  const { project } = studio;
  const { config, heldOutFrames } = needRun(project, run);
  if (heldOutFrames === 0) return ['No held-out frame has a mask, so the weights were not scored.'];
  const scored = await evaluate(studio, { run, epoch: EPOCH, threshold: config.threshold, set: 'held-out' }, options);
  if (scored.ok) {
    setEpochScore(writable(project), run, EPOCH, scored.value);
    return [`Scored on ${count(scored.value.frames, 'held-out frame')}: it counts only if the weights were trained on other frames.`];
  }
  const { code, message, hint } = scored.error;
  if (code !== 'cancelled' && code !== 'engine-died') return [`The weights could not be scored: ${message}${hint ? ` ${hint}` : ''}`];
  deleteRun(writable(project), run);
  await rm(runFolder(project.folder, run), { recursive: true, force: true });
  return refuse(code, message, hint);
}

const sizeWords = ({ sizeKnown, config: { width, height } }: Read): string[] =>
  sizeKnown ? [] : [`The file does not know its input size: ${width}x${height} was taken.`];
