// Keeps the queue's numbers fresh: for the order and the goal at hand, when a mask was saved, when a run has a new epoch, when frames were predicted.
// Calmly: a frame is measured anew once its mask is still, and the frame at hand keeps its place until one goes on.
import type { MeasureList, MeasureRow, MeasureWish } from '../../shared/contract/queue';
import type { FrameId } from '../../shared/domain';
import type { Measure } from '../../shared/queue/measures';
import { MEASURE_WORDS } from '../../shared/queue/measures';
import { studio } from '../api';
import { isQueueSort, QUEUE_SORTS } from '../frames/order';
import { spread } from '../frames/spread';
import { useFrameList } from '../frames/state';
import { told } from '../state/notices';
import { EMPTY_QUEUE, MEASURE_OF, ranksOf, useQueue, type Measured } from '../state/queue';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { useTraining } from '../training/state';
import { measureOfGoal } from './goal';

/** A mask is measured once it has been still for so long, ms. */
const PAUSE = 700;
/** So many are measured at once, without a job that is told of. */
const FEW = 16;

const { getState: get, setState: set } = useQueue;
let generation = 0;
/** Counts opened projects. */
let projects = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const pending = new Set<FrameId>();
/** What was begun without being asked, so that a failure is not tried for ever. */
const begun = new Set<string>();

export function wishOf(measure: Measure): MeasureWish | null {
  const { run, epoch } = useView.getState();
  if (run === null) return null;
  const others = measure === 'runs' ? useTraining.getState().chosen.filter((one) => one !== run) : [];
  return { run, epoch, measure, others: others.slice(0, 20) };
}

function wanted(): Set<Measure> {
  const { sort } = useFrameList.getState();
  const found = [isQueueSort(sort) ? MEASURE_OF[sort] : null, measureOfGoal(get().goal)];
  return new Set(found.filter((one) => one !== null));
}

/** Asks for all that is wanted; what is stale is then measured. */
function refresh(): void {
  const mine = ++generation;
  for (const measure of wanted()) void refreshOne(measure, mine);
}

async function refreshOne(measure: Measure, mine: number): Promise<void> {
  const wish = wishOf(measure);
  if (!wish) return;
  const answer = await studio.queue.list(wish);
  if (mine !== generation) return;
  const failures = new Map(get().failures);
  failures.delete(measure);
  if (!answer.ok) return set({ failures: failures.set(measure, [answer.error.message, answer.error.hint].filter(Boolean).join(' ')) });
  set({ failures });
  put(measure, measuredOf(answer.value));
  const { stale } = answer.value;
  const key = JSON.stringify([wish, answer.value.epoch, stale]);
  // Mirror images take the net: only when asked for.
  if (stale.length === 0 || measure === 'flips' || begun.has(key)) return;
  // When the job at hand ends it is looked again.
  if (stale.length > FEW && get().job !== null) return;
  begun.add(key);
  if (stale.length <= FEW) await measureFew(measure, stale);
  else await measureAll(measure, false);
}

const measuredOf = ({ rows, epoch, unpredicted, stale }: MeasureList): Measured => ({
  ...{ epoch, unpredicted, stale },
  rows: new Map(rows.map((row) => [row.frame, row])),
});

function put(measure: Measure, measured: Measured): void {
  const ranks = new Map(get().ranks);
  const held = useView.getState().frame;
  for (const sort of QUEUE_SORTS) if (MEASURE_OF[sort] === measure) ranks.set(sort, ranksOf(measure, measured.rows, ranks.get(sort), held));
  set({ measures: new Map(get().measures).set(measure, measured), ranks });
}

async function measureFew(measure: Measure, frames: readonly FrameId[]): Promise<void> {
  const wish = wishOf(measure);
  const mine = generation;
  if (!wish || frames.length === 0) return;
  const answer = await studio.queue.measure({ ...wish, frames: [...frames] });
  if (mine !== generation || !answer.ok) return;
  const before = get().measures.get(measure);
  if (before) put(measure, withRows(before, answer.value));
}

function withRows(before: Measured, rows: readonly MeasureRow[]): Measured {
  const now = new Map(before.rows);
  for (const row of rows) now.set(row.frame, row);
  const fresh = new Set(rows.map((row) => row.frame));
  return { ...before, rows: now, stale: before.stale.filter((frame) => !fresh.has(frame)) };
}

/** Measures whatever is stale, as a job; with `predict`, what the run has not predicted is predicted first. */
export async function measureAll(measure: Measure, predict: boolean): Promise<void> {
  const wish = wishOf(measure);
  if (!wish) return;
  const job = await told(studio.queue.measureAll({ ...wish, predict }));
  if (job !== undefined) set({ job });
}

/** The goal was chosen: its numbers are wanted too. */
export const refreshGoal = refresh;

/** Farthest from all that is reviewed; it needs no run. */
function rankSpread(): void {
  const { frames } = useSession.getState();
  const { turn, gap } = spread(frames.length, (place) => frames[place]!.review === 'reviewed');
  const ranks = new Map<FrameId, number>();
  const gaps = new Map<FrameId, number>();
  frames.forEach(({ id }, place) => {
    if (turn[place]! < 0) return;
    ranks.set(id, turn[place]!);
    gaps.set(id, gap[place]!);
  });
  set({ ranks: new Map(get().ranks).set('spread', ranks), gaps });
}

function soon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const frames = [...pending];
    pending.clear();
    if (frames.length > FEW) return refresh();
    for (const measure of wanted()) if (MEASURE_WORDS[measure].mask) void measureFew(measure, frames);
  }, PAUSE);
}

/** For the life of the window. */
export function followQueue(): () => void {
  const stops = [
    useFrameList.subscribe(({ sort }, before) => {
      if (sort === before.sort || !isQueueSort(sort)) return;
      set({ order: sort, begins: get().begins || sort !== get().order });
      if (sort === 'spread') rankSpread();
      else refresh();
    }),
    useView.subscribe(({ run, epoch, frame }, before) => {
      if (run !== before.run || epoch !== before.epoch) {
        set({ measures: new Map(), failures: new Map(), ranks: kept(), begins: get().begins || run !== before.run });
        refresh();
      } else if (frame !== before.frame) letGo();
    }),
    useTraining.subscribe(({ chosen }, before) => {
      if (chosen !== before.chosen && wanted().has('runs')) refresh();
    }),
    useSession.subscribe((session, before) => {
      if (session.project?.folder !== before.project?.folder) return opened(session.project !== null);
      const { run } = useView.getState();
      const now = session.runs.find((one) => one.id === run);
      const old = before.runs.find((one) => one.id === run);
      if (now && old && (now.epochs !== old.epochs || now.bestEpoch !== old.bestEpoch)) refresh();
      if (session.changed !== before.changed) {
        for (const { id, mask } of session.changed) if (mask !== null && session.changed.length <= FEW) pending.add(id);
        if (session.changed.length > FEW) refresh();
        else if (pending.size > 0) soon();
      }
      if (session.frames !== before.frames && useFrameList.getState().sort === 'spread') rankSpread();
      if (session.jobs !== before.jobs) onJobs(session.jobs, before.jobs);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

type Jobs = ReturnType<typeof useSession.getState>['jobs'];
function onJobs(jobs: Jobs, before: Jobs): void {
  const ended = jobs.some(
    ({ id, kind, state }) =>
      (kind === 'measure' || kind === 'predict') && state !== 'running' && before.some((one) => one.id === id && one.state === 'running'),
  );
  if (!ended) return;
  const { job } = get();
  if (job !== null && jobs.some((one) => one.id === job && one.state !== 'running')) set({ job: null });
  refresh();
}

/** The pair's and the spread's order do not hang on the shown run. */
const kept = () => new Map([...get().ranks].filter(([sort]) => MEASURE_OF[sort] === null));

/** The frame that was at hand takes the place that its number gives it. */
function letGo(): void {
  const { sort } = useFrameList.getState();
  const measure = isQueueSort(sort) ? MEASURE_OF[sort] : null;
  const measured = measure && get().measures.get(measure);
  if (measure && measured) put(measure, measured);
}

function opened(project: boolean): void {
  generation++;
  pending.clear();
  begun.clear();
  set(EMPTY_QUEUE);
  if (!project) return;
  const mine = ++projects;
  void studio.queue.goal({}).then((goal) => {
    // Another project was opened meanwhile.
    if (mine !== projects) return;
    if (goal.ok) set({ goal: goal.value });
    refresh();
  });
}
