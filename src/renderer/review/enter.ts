// Review lists the worst frames first; leaving it gives the list its order back.
import type { Sort } from '../frames/order';
import { useFrameList } from '../frames/state';
import { useShell } from '../state/shell';

/** For the life of the window. */
export function followReview(): () => void {
  let before: Sort | null = null;
  return useShell.subscribe(({ tab }, old) => {
    if (tab === old.tab) return;
    if (tab === 'review') {
      before = useFrameList.getState().sort;
      useFrameList.setState({ sort: 'worst' });
    } else if (old.tab === 'review' && before !== null) {
      useFrameList.setState({ sort: before });
      before = null;
    }
  });
}
