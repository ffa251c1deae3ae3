// What the frame list shows: filters, order, search, and which frames are picked. The list it makes is what next and previous walk through.
import { create } from 'zustand';
import type { FrameId } from '../../shared/domain';
import { scoreKey, useSession } from '../state/session';
import { useView } from '../state/view';
import { useQueue } from '../state/queue';
import { ALL, isQueueSort, listFrames, sameOrder, tally, type Filter, type ListWish, type QueueSort, type Tally } from './order';

export interface FrameListState extends ListWish {
  readonly shown: readonly FrameId[];
  readonly tally: Tally;
  /** Several frames chosen at once, for what is done to all of them; empty or two at least. */
  readonly picked: ReadonlySet<FrameId>;
  /** Where a choice of several began. */
  readonly anchor: FrameId | null;
}

/** What N goes by: the list's order where it is one of the queue's, else the one that was chosen last. */
export function queueSort(): QueueSort {
  const { sort } = useFrameList.getState();
  return isQueueSort(sort) ? sort : useQueue.getState().order;
}

/** Nothing picked. */
export const NOBODY: ReadonlySet<FrameId> = new Set();

export const useFrameList = create<FrameListState>()(() => ({
  filters: ALL,
  sort: 'name',
  search: '',
  shown: [],
  tally: tally([], { filters: ALL, search: '' }),
  picked: NOBODY,
  anchor: null,
}));

/** Keeps `shown` (and the order that next and previous follow) right while frames, scores or the wish change. For the life of the window. */
export function watchFrameList(): () => void {
  let seen: readonly unknown[] = [];
  const look = (): void => {
    const { frames, scores } = useSession.getState();
    const { run, epoch } = useView.getState();
    const { filters, sort, search, shown } = useFrameList.getState();
    const set = run === null ? undefined : scores.get(scoreKey(run, epoch));
    const ranks = isQueueSort(sort) ? useQueue.getState().ranks.get(sort) : undefined;
    const now = [frames, set, filters, sort, search, ranks];
    if (now.every((value, index) => value === seen[index])) return;
    const counted = frames !== seen[0] || filters !== seen[2] || search !== seen[4];
    seen = now;
    const next = sameOrder(shown, listFrames(frames, { filters, sort, search }, set?.byFrame, ranks));
    if (next !== shown || counted) {
      useFrameList.setState({ shown: next, ...(counted ? { tally: tally(frames, { filters, search }) } : {}), ...stillPicked(next) });
    }
    if (useView.getState().order !== next) useView.getState().set({ order: next });
  };
  look();
  const stops = [useSession.subscribe(look), useView.subscribe(look), useFrameList.subscribe(look), useQueue.subscribe(look)];
  return () => stops.forEach((stop) => stop());
}

/** What a filter hides is picked no more: nothing is done to frames that nobody sees. */
function stillPicked(shown: readonly FrameId[]): Partial<FrameListState> {
  const { picked } = useFrameList.getState();
  if (picked.size === 0) return {};
  const there = shown.filter((id) => picked.has(id));
  return { picked: there.length > 1 ? new Set(there) : NOBODY };
}

/** A new project begins with the whole list. */
export const resetFrameList = (): void => useFrameList.setState({ filters: ALL, sort: 'name', search: '', picked: NOBODY, anchor: null });

export const showAll = (): void => useFrameList.setState({ filters: ALL, search: '' });

/** Chooses a filter, or gives it up. */
export function toggleFilter(filter: Filter): void {
  const filters = new Set(useFrameList.getState().filters);
  if (!filters.delete(filter)) filters.add(filter);
  useFrameList.setState({ filters });
}

/** Picks every frame from where the choice began to `to`. */
export function pickTo(to: FrameId): void {
  const { shown, anchor } = useFrameList.getState();
  const from = anchor ?? useView.getState().frame ?? to;
  const [a, b] = [shown.indexOf(from), shown.indexOf(to)];
  const range = a < 0 || b < 0 ? [to] : shown.slice(Math.min(a, b), Math.max(a, b) + 1);
  useFrameList.setState({ picked: range.length > 1 ? new Set(range) : NOBODY, anchor: from });
}

/** Picks one more, or one less; the shown frame is the first of a choice. */
export function pickAlso(frame: FrameId): void {
  const { picked } = useFrameList.getState();
  const current = useView.getState().frame;
  const next = new Set(picked.size > 0 || current === null ? picked : [current]);
  if (!next.delete(frame)) next.add(frame);
  useFrameList.setState({ picked: next.size > 1 ? next : NOBODY, anchor: frame });
}

export const pickAll = (): void => {
  const { shown } = useFrameList.getState();
  useFrameList.setState({ picked: shown.length > 1 ? new Set(shown) : NOBODY });
};
export const pickNone = (): void => {
  const { picked, anchor } = useFrameList.getState();
  if (picked.size > 0 || anchor !== null) useFrameList.setState({ picked: NOBODY, anchor: null });
};

export const listIsFiltered = ({ filters, search }: Pick<ListWish, 'filters' | 'search'>): boolean =>
  filters.size > 0 || search.trim() !== '';
