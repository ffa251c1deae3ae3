// What a reviewer does with a frame: reviewed and on to the next, flagged with a note, back to unseen.
import type { FrameId, ReviewState } from '../../shared/domain';
import { studio } from '../api';
import { nextInQueue, type QueueOrder } from '../frames/order';
import { queueSort } from '../frames/state';
import { notify, told } from '../state/notices';
import { MEASURE_OF, useQueue } from '../state/queue';
import { scoreKey, useSession } from '../state/session';
import { putFrame } from '../state/sessionEvents';
import { useView } from '../state/view';
import { useShell } from '../state/shell';

function queueOrder(): QueueOrder {
  const sort = queueSort();
  const { run, epoch } = useView.getState();
  const scores = run === null ? undefined : useSession.getState().scores.get(scoreKey(run, epoch))?.byFrame;
  return { sort, scores, ranks: useQueue.getState().ranks.get(sort) };
}

/** Goes to the next frame of the queue (held-out or not reviewed, in the queue's order); says so when none is left. */
export function goToNextInQueue(): void {
  const { frames } = useSession.getState();
  const { frame } = useView.getState();
  const order = queueOrder();
  const first = useQueue.getState().begins ? nextInQueue(frames, null, order) : undefined;
  // While its numbers are still on their way, the queue has not begun.
  useQueue.setState({
    begins: useQueue.getState().begins && MEASURE_OF[order.sort] !== null && !order.ranks && useView.getState().run !== null,
  });
  const next = first !== undefined && first !== frame ? first : nextInQueue(frames, frame, order);
  if (next === undefined) notify({ tone: 'good', message: 'Nothing is left to review: every frame of the queue is reviewed.' });
  else useView.getState().goTo(next);
}

export async function setReview(frame: FrameId, state: ReviewState, note?: string): Promise<boolean> {
  const saved = await told(studio.frames.review({ frame, state, ...(note === undefined ? {} : { note }) }));
  if (saved) putFrame(saved);
  return saved !== undefined;
}

/** Marks the shown frame reviewed and goes on: down the list as it is shown, and from its end to the queue. */
export async function reviewedAndOn(): Promise<void> {
  const { frame, order, goTo } = useView.getState();
  if (frame === null) return;
  const ids = order ?? useSession.getState().frameIds;
  const after = ids.slice(ids.indexOf(frame) + 1);
  if (!(await setReview(frame, 'reviewed'))) return;
  const { framesById } = useSession.getState();
  const next = after.find((id) => framesById.get(id)?.review !== 'reviewed');
  if (next !== undefined) goTo(next);
  else goToNextInQueue();
}

export const startFlagging = (frame: FrameId | null): void => {
  if (frame !== null) useShell.setState({ flagging: frame });
};
