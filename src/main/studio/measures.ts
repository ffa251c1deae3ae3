// The numbers of the queue: what is stored, what is stale, and how it is measured. The mask and the epoch of each number are stored with it.
import type { MeasureList, MeasureRow, MeasureWish } from '../../shared/contract/queue';
import type { RunSummary } from '../../shared/contract/runs';
import type { FrameId, VersionId } from '../../shared/domain';
import { MEASURE_WORDS } from '../../shared/queue/measures';
import { attempt, refuse, type Result } from '../../shared/result';
import { transaction } from '../project/database';
import { checkpoints } from '../project/epochs';
import { currentMask, currentVersions } from '../project/masks';
import { putMeasure, storedMeasures, type StoredMeasure } from '../project/measures';
import { predictedFrames, storedPrediction, storedScores } from '../project/predictions';
import { writable, type Project } from '../project/project';
import { ensureFlips } from './flips';
import type { FrameNumbers, MeasureItem } from './measuring/measureFrame';
import { openMeasurer } from './measuring/thread';
import { attemptNow, needRun, stopIfAborted } from './need';
import { chooseEpoch, ensurePredictions } from './predict';
import type { Studio, VerbOptions } from './studio';

/** Epochs of a run that are held against each other. */
const EPOCHS = 3;
/** Frames measured and stored at once: some 15 ms each in the thread. */
const BATCH = 8;

/** Whose predictions a number is made of. */
interface Source {
  readonly run: RunSummary;
  readonly epoch: number;
}
interface Plan {
  readonly run: RunSummary;
  readonly epoch: number;
  /** Under which it is stored. */
  readonly kind: string;
  readonly sources: readonly Source[];
}

function planOf(project: Project, { run: id, epoch: choice, measure, others }: MeasureWish): Plan {
  const run = needRun(project, id);
  const epoch = chooseEpoch(project, run, choice);
  const own = { run, epoch };
  if (measure === 'epochs') {
    const kept = checkpoints(project.db, id)
      .map((one) => one.epoch)
      .filter((one) => one > 0 && one !== epoch);
    const sources = [own, ...kept.slice(-(EPOCHS - 1)).map((one) => ({ run, epoch: one }))];
    if (sources.length < 2)
      refuse('no-checkpoint', `Run '${run.name}' kept one epoch alone.`, 'Keep the weights of more epochs (Keep every).');
    return { run, epoch, kind: `epochs ${sources.map((one) => one.epoch).join(' ')}`, sources };
  }
  if (measure === 'runs') {
    const rest = others.filter((one) => one !== id).map((one) => needRun(project, one));
    if (rest.length === 0) refuse('bad-input', 'Runs disagree only where there are two of them.', 'Choose two or more runs.');
    const sources = [own, ...rest.map((other) => ({ run: other, epoch: chooseEpoch(project, other, 'best') }))];
    const kind = `runs ${sources
      .slice(1)
      .map((one) => `${one.run.id}@${one.epoch}`)
      .join(' ')}`;
    return { run, epoch, kind, sources };
  }
  return { run, epoch, kind: measure, sources: [own] };
}

const rowOf = ({ version, ...row }: StoredMeasure): MeasureRow => ({ ...row, version: version === 0 ? null : version });

/** What is known at once; nothing is computed. */
export const listMeasures = (project: Project, wish: MeasureWish): Result<MeasureList> =>
  attemptNow(() => {
    const plan = planOf(project, wish);
    const { mask } = MEASURE_WORDS[wish.measure];
    const versions = currentVersions(project.db);
    const known = new Map(storedMeasures(project.db, plan.run.id, plan.kind, plan.epoch).map((row) => [row.frame, row]));
    if (wish.measure === 'iou') {
      // What the run itself scored counts until it is measured anew.
      for (const { frame, version, iou } of storedScores(project.db, plan.run.id, plan.epoch))
        if (known.get(frame)?.epoch !== plan.epoch) known.set(frame, { frame, version, epoch: plan.epoch, value: iou });
    }
    const predicted = plan.sources.map(({ run, epoch }) => predictedFrames(project.db, run.id, epoch));
    const list: { stale: FrameId[]; unpredicted: FrameId[] } = { stale: [], unpredicted: [] };
    for (const [frame, version] of versions) {
      if (mask && version === null) continue;
      const row = known.get(frame);
      if (row?.epoch === plan.epoch && row.version === (mask ? version : 0)) continue;
      // Mirror images are predicted while it is measured.
      const there = wish.measure === 'flips' || predicted.every((frames) => frames.has(frame));
      (there ? list.stale : list.unpredicted).push(frame);
    }
    const rows = [...known.values()].filter(({ frame }) => versions.has(frame) && !(mask && versions.get(frame) === null));
    return { epoch: plan.epoch, rows: rows.map(rowOf), ...list };
  });

/** Measures these frames as far as they are predicted ('flips' predicts by itself); answers and stores their numbers. */
export const measureFrames = (
  studio: Studio,
  wish: MeasureWish & { readonly frames: readonly FrameId[] },
  options: VerbOptions = {},
): Promise<Result<MeasureRow[]>> => attempt(() => measureNow(studio, wish, planOf(studio.project, wish), options));

/** Measures all frames that are stale; with `predict` the unpredicted ones are predicted first. Cancelled: what was measured is kept. */
export const measureAll = (
  studio: Studio,
  wish: MeasureWish & { readonly predict: boolean },
  options: VerbOptions = {},
): Promise<Result<{ measured: number; left: number }>> =>
  attempt(async () => {
    const { project } = studio;
    const plan = planOf(project, wish);
    const listed = listMeasures(project, wish);
    const { unpredicted } = listed.ok ? listed.value : refuse(listed.error.code, listed.error.message, listed.error.hint);
    if (wish.predict && unpredicted.length > 0)
      for (const { run, epoch } of plan.sources) await ensurePredictions(studio, run, epoch, unpredicted, options);
    const now = listMeasures(project, wish);
    const frames = now.ok ? now.value.stale : [];
    const rows = await measureNow(studio, { ...wish, frames }, plan, options);
    return { measured: rows.length, left: (now.ok ? now.value.unpredicted.length : 0) + frames.length - rows.length };
  });

async function measureNow(
  studio: Studio,
  wish: MeasureWish & { readonly frames: readonly FrameId[] },
  plan: Plan,
  options: VerbOptions,
): Promise<MeasureRow[]> {
  const { project } = studio;
  const made: MeasureRow[] = [];
  const { frames, measure } = wish;
  const measurer = openMeasurer();
  try {
    for (let at = 0; at < frames.length; at += BATCH) {
      stopIfAborted(options.signal);
      const chunk = frames.slice(at, at + BATCH);
      const flips = measure === 'flips' ? await ensureFlips(studio, plan, chunk, options) : null;
      const items = chunk.flatMap((frame) => itemOf(project, plan, measure, frame, flips) ?? []);
      const numbers = await measurer.measure(items.map(({ item }) => item));
      const stored = items.flatMap(({ frame, version }, i) => rowsOf(plan, frame, version, numbers[i]!));
      keep(project, plan, stored);
      made.push(...stored.filter((row) => row.kind === plan.kind).map(({ kind: _, ...row }) => rowOf(row)));
      options.onProgress?.({ done: Math.min(frames.length, at + BATCH), total: frames.length, what: 'Measuring' });
    }
  } finally {
    measurer.close();
  }
  return made;
}

type Flips = ReadonlyMap<FrameId, readonly [MeasureItem['predictions'][number], MeasureItem['predictions'][number]]>;

/** Null for a frame that lacks a prediction, or the mask that counts. */
function itemOf(project: Project, { run, sources }: Plan, measure: MeasureWish['measure'], frame: FrameId, flips: Flips | null) {
  const predictions = flips
    ? [...(flips.get(frame) ?? [])]
    : sources.flatMap((source) => storedPrediction(project.db, source.run.id, source.epoch, frame) ?? []);
  const several = measure === 'runs' || measure === 'epochs' || measure === 'flips';
  if (predictions.length < (several ? Math.max(2, sources.length) : 1)) return null;
  const mask = several ? undefined : currentMask(project.db, frame);
  if (MEASURE_WORDS[measure].mask && !mask) return null;
  const item: MeasureItem = { kind: several ? 'several' : 'one', predictions, rle: mask?.rle ?? null, threshold: run.config.threshold };
  return { frame, version: mask?.version ?? (0 as const), item };
}

type Named = StoredMeasure & { readonly kind: string };

/** All that one reading of the prediction said is stored: another order is then there at once. */
function rowsOf({ epoch, kind }: Plan, frame: FrameId, version: VersionId | 0, numbers: FrameNumbers): Named[] {
  if (numbers.disagreement !== undefined) return [{ kind, frame, epoch, version: 0, value: numbers.disagreement }];
  return (['iou', 'boundary', 'entropy', 'suspicion'] as const).flatMap((name) => {
    const value = numbers[name];
    return value === undefined ? [] : [{ kind: name, frame, epoch, version: name === 'entropy' ? 0 : version, value }];
  });
}

/** Where the project may not be written, numbers are answered and not stored. */
function keep(project: Project, { run }: Plan, rows: readonly Named[]): void {
  if (!project.write) return;
  const db = writable(project);
  transaction(db, () => {
    // It may have been removed meanwhile.
    needRun(project, run.id);
    for (const { kind, ...row } of rows) putMeasure(db, run.id, kind, row);
  });
}
