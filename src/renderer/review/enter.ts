// Review lists frames in the queue's order; leaving it gives the list its order back.
import type { Sort } from '../frames/order';
import { useFrameList } from '../frames/state';
import { useQueue } from '../state/queue';
import { useShell } from '../state/shell';

/** For the life of the window. */
export function followReview(): () => void {
  let before: Sort | null = null;
  return useShell.subscribe(({ tab }, old) => {
    if (tab === old.tab) return;
    if (tab === 'review') {
      before = useFrameList.getState().sort;
      useFrameList.setState({ sort: useQueue.getState().order });
    } else if (old.tab === 'review' && before !== null) {
      useFrameList.setState({ sort: before });
      before = null;
    }
  });
}
