// Run records: what was trained, on which mask versions, in which state.
import type { RunFrame, RunMove, RunSummary } from '../../shared/contract/runs';
import type { FrameId, RunId, RunState, Split, VersionId } from '../../shared/domain';
import { Decision } from '../../shared/prediction/decision';
import { RunConfig } from '../../shared/training/config';
import { all, one, run, transaction, type ReadableDb, type WritableDb } from './database';

export interface PinnedFrame {
  readonly frame: FrameId;
  readonly split: Exclude<Split, 'none'>;
  readonly version: VersionId;
  /** How often an epoch sees it; once, unless it is said. */
  readonly times?: number;
}
/** What a run is trained on: 'AMD EPYC, 2 cores', or the GPU's name. */
export interface RunDevice {
  readonly name: string;
  readonly kind: 'CPU' | 'GPU';
}
/** What a run that retrains another one was told: see the table `retrain`. */
export interface Retraining {
  readonly parent: RunId;
  readonly epoch: number;
  readonly weight: number;
}
export interface NewRun {
  readonly name: string;
  readonly config: RunConfig;
  readonly codeVersion: string;
  /** Where its weights came from, in words; empty when they are its own from the beginning. */
  readonly origin: string;
  readonly sweep?: string;
  readonly retrain?: Retraining | null;
}
/** What is known of a run only when it begins. */
export interface Beginning {
  /** Null for weights that were trained elsewhere. */
  readonly device: RunDevice | null;
  readonly frames: readonly PinnedFrame[];
}

/** Writes the run as 'running' and pins its frames, in one transaction. */
export function addRun(db: WritableDb, made: NewRun & Beginning): RunId {
  return transaction(db, () => {
    const id = insertRun(db, made, 'running');
    beginRun(db, id, made);
    return id;
  });
}

/** A run without frames and device yet. Call inside a transaction. */
export function insertRun(db: WritableDb, { name, config, codeVersion, origin, sweep = '', retrain }: NewRun, state: RunState): RunId {
  const { id } = run(
    db,
    `INSERT INTO run (name, config, state, reason, seed, code_version, device, seconds, train_frames, held_out_frames, mask_version, origin, sweep,
       created_at, moves)
     VALUES (?, ?, ?, '', ?, ?, '', 0, 0, 0, 0, ?, ?, ?, '[]')`,
    ...[name, JSON.stringify(config), state, config.seed, codeVersion, origin, sweep, Date.now()],
  );
  if (retrain) {
    const { parent, epoch, weight } = retrain;
    run(db, "INSERT INTO retrain (run, parent, epoch, weight, verdict) VALUES (?, ?, ?, ?, 'open')", id, parent, epoch, weight);
  }
  return id as RunId;
}

/** Pins its frames and says what it runs on. Call inside a transaction. */
export function beginRun(db: WritableDb, id: RunId, { device, frames }: Beginning): void {
  const trainFrames = frames.filter((frame) => frame.split === 'train').length;
  run(
    db,
    `UPDATE run SET state = 'running', place = NULL, device = ?, device_kind = ?, train_frames = ?, held_out_frames = ?, mask_version = ?,
       moves = '[]' WHERE id = ?`,
    ...[device?.name ?? '', device?.kind ?? null, trainFrames, frames.length - trainFrames],
    Math.max(0, ...frames.map((frame) => frame.version)),
    id,
  );
  for (const { frame, split, version, times = 1 } of frames) {
    run(db, 'INSERT INTO run_frame (run, frame, split, version, times) VALUES (?, ?, ?, ?, ?)', id, frame, split, version, times);
  }
}

const SUMMARY = `
  SELECT r.id, r.name, r.config, r.state, r.reason, r.created_at AS createdAt, r.seconds, r.train_frames AS trainFrames,
    r.held_out_frames AS heldOutFrames, r.mask_version AS maskVersion, r.device, r.device_kind AS kind, r.path, r.precision, r.origin, r.sweep, r.place,
    t.parent AS retrainOf, t.epoch AS retrainEpoch, t.verdict AS retrainVerdict,
    r.tags, r.note, r.decision, r.moves,
    (SELECT count(*) FROM epoch e WHERE e.run = r.id) AS epochs,
    b.epoch AS bestEpoch, b.mean_iou AS bestMeanIoU, b.pooled_iou AS bestPooledIoU
  FROM run r LEFT JOIN retrain t ON t.run = r.id LEFT JOIN checkpoint c ON c.run = r.id AND c.best = 1 LEFT JOIN epoch b ON b.run = c.run AND b.epoch = c.epoch`;
type Retrain = NonNullable<RunSummary['retrain']>;
interface Row extends Omit<RunSummary, 'config' | 'retrain' | 'tags' | 'decision' | 'moves' | 'moved'> {
  config: string;
  kind: string | null;
  retrainOf: RunId | null;
  retrainEpoch: number | null;
  retrainVerdict: Retrain['verdict'] | null;
  tags: string;
  decision: string | null;
  moves: string | null;
}

function summary(db: ReadableDb, row: Row): RunSummary {
  const {
    config,
    device,
    kind,
    retrainOf: of,
    retrainEpoch: epoch,
    retrainVerdict: verdict,
    tags,
    decision,
    moves: counted,
    ...rest
  } = row;
  const ways = [kind, rest.path, rest.precision].filter((word) => word !== null);
  const retrain = of === null || epoch === null || verdict === null ? null : { of, epoch, verdict };
  const moves = counted === null ? countMoves(db, rest.id) : (JSON.parse(counted) as RunMove[]);
  const told = {
    tags: JSON.parse(tags) as string[],
    decision: storedDecision(decision),
    moves,
    moved: moves.reduce((sum, { frames }) => sum + frames, 0),
  };
  return { ...rest, ...told, retrain, config: storedConfig(config), device: ways.length > 0 ? `${device} (${ways.join(', ')})` : device };
}

/** One that cannot be read is none: the run's own threshold is always there. */
const storedDecision = (json: string | null): Decision | null =>
  json === null ? null : (Decision.safeParse(JSON.parse(json)).data ?? null);

/** A run that an older Roadbrush recorded has not every option yet: it ran as the schema's defaults say. */
function storedConfig(json: string): RunConfig {
  const stored = JSON.parse(json) as RunConfig;
  return RunConfig.safeParse(stored).data ?? stored;
}

/** Newest first. `epochs` is how many were finished; the best one is the checkpoint with the highest mean held-out IoU, the earlier of equals. */
export const runSummaries = (db: ReadableDb): RunSummary[] => all<Row>(db, `${SUMMARY} ORDER BY r.id DESC`).map((row) => summary(db, row));

export function runSummary(db: ReadableDb, id: RunId): RunSummary | undefined {
  const row = one<Row>(db, `${SUMMARY} WHERE r.id = ?`, id);
  return row && summary(db, row);
}

export const pinnedFrames = (db: ReadableDb, id: RunId): PinnedFrame[] =>
  all<PinnedFrame>(
    db,
    `SELECT p.frame, p.split, p.version, p.times FROM run_frame p JOIN frame f ON f.id = p.frame WHERE p.run = ? ORDER BY f.sort_key, f.name`,
    id,
  );

/** Beside what the run saw, the frame's mask as it is now. */
export const framesSeen = (db: ReadableDb, id: RunId): RunFrame[] =>
  all<RunFrame>(
    db,
    `SELECT p.frame, f.name, p.split, p.version, m.version AS current FROM run_frame p JOIN frame f ON f.id = p.frame JOIN mask m ON m.frame = p.frame
     WHERE p.run = ? ORDER BY f.sort_key, f.name`,
    id,
  );

export function setRunState(db: WritableDb, id: RunId, state: RunState, reason = ''): void {
  run(db, 'UPDATE run SET state = ?, reason = ? WHERE id = ?', state, reason, id);
}
export function addRunSeconds(db: WritableDb, id: RunId, seconds: number): void {
  run(db, 'UPDATE run SET seconds = seconds + ? WHERE id = ?', seconds, id);
}
/** How it will be computed there is not known yet. */
export function setRunDevice(db: WritableDb, id: RunId, { name, kind }: RunDevice): void {
  run(db, 'UPDATE run SET device = ?, device_kind = ?, path = NULL, precision = NULL WHERE id = ?', name, kind, id);
}
export function setRunWay(db: WritableDb, id: RunId, { path, precision }: Pick<RunSummary, 'path' | 'precision'>): void {
  run(db, 'UPDATE run SET path = ?, precision = ? WHERE id = ?', path, precision, id);
}
export function setRunName(db: WritableDb, id: RunId, name: string): void {
  run(db, 'UPDATE run SET name = ? WHERE id = ?', name, id);
}
export function setRunDecision(db: WritableDb, id: RunId, decision: Decision | null): void {
  run(db, 'UPDATE run SET decision = ? WHERE id = ?', decision && JSON.stringify(decision), id);
}
export function setRunWords(db: WritableDb, id: RunId, { tags, note }: Pick<RunSummary, 'tags' | 'note'>): void {
  run(db, 'UPDATE run SET tags = ?, note = ? WHERE id = ?', JSON.stringify(tags), note, id);
}

/** The frames that it saw and that are in another set now. Reads all of them: 4 ms for 10,000. */
const countMoves = (db: ReadableDb, id: RunId): RunMove[] =>
  all<RunMove>(
    db,
    `SELECT p.split AS "from", coalesce(s.split, 'none') AS "to", count(*) AS frames
     FROM run_frame p LEFT JOIN split s ON s.frame = p.frame WHERE p.run = ? AND coalesce(s.split, 'none') <> p.split GROUP BY 1, 2 ORDER BY 1, 2`,
    id,
  );
/** After a change of the split, in its transaction: what was counted is not known any more. `frame`: of the runs that saw this one alone. */
export function forgetMoves(db: WritableDb, frame?: FrameId): void {
  if (frame === undefined) run(db, 'UPDATE run SET moves = NULL');
  else run(db, 'UPDATE run SET moves = NULL WHERE EXISTS (SELECT 1 FROM run_frame p WHERE p.run = run.id AND p.frame = ?)', frame);
}
/** Runs whose moves are to be counted anew. */
export const runsToCount = (db: ReadableDb): RunId[] =>
  all<{ id: RunId }>(db, 'SELECT id FROM run WHERE moves IS NULL ORDER BY id DESC').map(({ id }) => id);
export function storeMoves(db: WritableDb, id: RunId): void {
  run(db, 'UPDATE run SET moves = ? WHERE id = ?', JSON.stringify(countMoves(db, id)), id);
}

/** With its epochs, checkpoints' rows, predictions and scores; its files are the caller's. */
export function deleteRun(db: WritableDb, id: RunId): void {
  run(db, 'DELETE FROM run WHERE id = ?', id);
}

/** Runs that the last program left in the middle (it was killed, or the machine went down); queued ones stay queued. Answers how many. */
export function markInterrupted(db: WritableDb, reason: string): number {
  return run(db, "UPDATE run SET state = 'interrupted', reason = ? WHERE state IN ('running', 'paused')", reason).changes;
}
