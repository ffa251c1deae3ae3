// What the frame list shows: filter, order, search. The list it makes is what next and previous walk through.
import { create } from 'zustand';
import type { FrameId } from '../../shared/domain';
import { scoreKey, useSession } from '../state/session';
import { useView } from '../state/view';
import { countFilters, listFrames, sameOrder, type Filter, type ListWish } from './order';

export interface FrameListState extends ListWish {
  readonly shown: readonly FrameId[];
  readonly counts: Record<Filter, number>;
}

export const useFrameList = create<FrameListState>()(() => ({
  filter: 'all',
  sort: 'name',
  search: '',
  shown: [],
  counts: countFilters([]),
}));

/** Keeps `shown` (and the order that next and previous follow) right while frames, scores or the wish change. For the life of the window. */
export function watchFrameList(): () => void {
  let seen: readonly unknown[] = [];
  const look = (): void => {
    const { frames, scores } = useSession.getState();
    const { run, epoch } = useView.getState();
    const { filter, sort, search, shown } = useFrameList.getState();
    const set = run === null ? undefined : scores.get(scoreKey(run, epoch));
    const now = [frames, set, filter, sort, search];
    if (now.every((value, index) => value === seen[index])) return;
    const framesChanged = frames !== seen[0];
    seen = now;
    const next = sameOrder(shown, listFrames(frames, { filter, sort, search }, set?.byFrame));
    if (next !== shown || framesChanged) useFrameList.setState({ shown: next, ...(framesChanged ? { counts: countFilters(frames) } : {}) });
    if (useView.getState().order !== next) useView.getState().set({ order: next });
  };
  look();
  const stops = [useSession.subscribe(look), useView.subscribe(look), useFrameList.subscribe(look)];
  return () => stops.forEach((stop) => stop());
}

/** A new project begins with the whole list. */
export const resetFrameList = (): void => useFrameList.setState({ filter: 'all', sort: 'name', search: '' });

export const listIsFiltered = ({ filter, search }: Pick<ListWish, 'filter' | 'search'>): boolean =>
  filter !== 'all' || search.trim() !== '';
