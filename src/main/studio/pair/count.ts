// The counts of all frames that two runs have both predicted: kept as long as prediction and mask are the same, counted in a thread where they are not.
import type { FrameId } from '../../../shared/domain';
import type { RunSummary } from '../../../shared/contract/runs';
import type { PairCounts } from '../../../shared/metrics/pair';
import type { Decision } from '../../../shared/prediction/decision';
import { frameRows } from '../../project/frames';
import { currentMask } from '../../project/masks';
import { currentVersions, predictionStamps } from '../../project/pairs';
import { storedPrediction } from '../../project/predictions';
import type { Project } from '../../project/project';
import { breathe, stopIfAborted } from '../need';
import type { VerbOptions } from '../studio';
import { openCounter } from './thread';
import type { PairItem } from './work';

/** A run's epoch, by its number, and how it is read. */
export interface Side {
  readonly run: RunSummary;
  readonly epoch: number;
  readonly decision: Decision;
}

interface Counted {
  /** Of both predictions and the mask's version: other ones are counted anew. */
  readonly stamp: string;
  readonly counts: PairCounts;
  readonly masked: boolean;
}

/** Frames a message to the thread, and rows read at once: a few milliseconds. */
const BATCH = 16;
const READ = 400;
/** Pairs of runs, epochs and decisions whose counts are kept. */
const KEPT = 8;

const kept = new WeakMap<Project, Map<string, Map<FrameId, Counted>>>();

export async function countPairs(project: Project, a: Side, b: Side, { onProgress, signal }: VerbOptions) {
  const [stampsA, stampsB] = [await stampsOf(project, a, signal), await stampsOf(project, b, signal)];
  const versions = currentVersions(project.db);
  await breathe();
  const frames = frameRows(project.db);
  await breathe();
  const before = countsOf(project, [a, b].map(({ run, epoch, decision }) => `${run.id}/${epoch}/${decisionKey(decision)}`).join(' '));
  const both = frames.filter(({ id }) => stampsA.has(id) && stampsB.has(id));
  const stampOf = (id: FrameId): string => `${stampsA.get(id)} ${stampsB.get(id)} ${versions.get(id) ?? '-'}`;
  const left = both.filter(({ id }) => before.get(id)?.stamp !== stampOf(id));
  const tell = (done: number): void => onProgress?.({ done: both.length - left.length + done, total: both.length, what: 'Comparing' });
  if (left.length > 0) {
    const counter = openCounter();
    const decisions = { a: a.decision, b: b.decision };
    try {
      for (let at = 0; at < left.length; at += BATCH) {
        stopIfAborted(signal);
        tell(at);
        const batch = left.slice(at, at + BATCH).flatMap(({ id, width, height }) => {
          const [madeA, madeB] = [a, b].map(({ run, epoch }) => storedPrediction(project.db, run.id, epoch, id));
          if (!madeA || !madeB) return [];
          const rle = currentMask(project.db, id)?.rle ?? null;
          return [{ id, item: { width, height, a: madeA, b: madeB, rle } satisfies PairItem }];
        });
        const counts = await counter.count(
          batch.map(({ item }) => item),
          decisions,
        );
        batch.forEach(({ id, item }, i) => before.set(id, { stamp: stampOf(id), counts: counts[i]!, masked: item.rle !== null }));
      }
      tell(left.length);
    } finally {
      counter.close();
    }
  }
  const without = (stamps: ReadonlyMap<FrameId, string>): FrameId[] => frames.filter(({ id }) => !stamps.has(id)).map(({ id }) => id);
  const counts = new Map(
    both.map(({ id }) => [id, before.get(id)] as const).filter((one): one is [FrameId, Counted] => one[1] !== undefined),
  );
  return { counts, missingA: without(stampsA), missingB: without(stampsB) };
}

async function stampsOf(project: Project, { run, epoch }: Side, signal: AbortSignal | undefined): Promise<Map<FrameId, string>> {
  const stamps = new Map<FrameId, string>();
  for (let after = 0; ;) {
    stopIfAborted(signal);
    const rows = predictionStamps(project.db, run.id, epoch, after, READ);
    for (const { frame, stamp } of rows) stamps.set(frame, stamp);
    if (rows.length < READ) return stamps;
    after = rows.at(-1)!.frame;
    await breathe();
  }
}

const decisionKey = ({ threshold, low, smallest, holes }: Decision): string => `${threshold}/${low}/${smallest}/${holes}`;

/** The counts of a pair; the pair that was used longest ago makes room. */
function countsOf(project: Project, pair: string): Map<FrameId, Counted> {
  const pairs = kept.get(project) ?? new Map<string, Map<FrameId, Counted>>();
  kept.set(project, pairs);
  const counts = pairs.get(pair) ?? new Map<FrameId, Counted>();
  pairs.delete(pair);
  pairs.set(pair, counts);
  for (const oldest of pairs.keys()) if (pairs.size > KEPT) pairs.delete(oldest);
  return counts;
}
