// What is said of many frames at once, and taken back as one.
import type { FrameMark } from '../../shared/contract/frames';
import type { FrameId, FrameSummary } from '../../shared/domain';
import { studio } from '../api';
import { count } from '../format';
import { useFrameList } from '../frames/state';
import { notify, told } from '../state/notices';
import { useSession } from '../state/session';
import { putFrames } from '../state/sessionEvents';

/** What is the same for all of them; `words` say what was done: '5 frames reviewed'. */
export type Mark = Omit<FrameMark, 'frame'>;

export const MARKS = {
  reviewed: { title: 'Reviewed', mark: { state: 'reviewed' }, words: 'reviewed' },
  flag: { title: 'Flag', mark: { state: 'flagged' }, words: 'flagged' },
  unflag: { title: 'Take the flag away', mark: { state: 'in-progress' }, words: 'no longer flagged' },
  progress: { title: 'In progress', mark: { state: 'in-progress' }, words: 'in progress' },
  unseen: { title: 'Unseen', mark: { state: 'unseen' }, words: 'unseen again' },
  train: { title: 'Train', mark: { split: 'train' }, words: 'to train on' },
  heldOut: { title: 'Held-out', mark: { split: 'held-out' }, words: 'held out' },
  noSet: { title: 'No set', mark: { split: 'none' }, words: 'in no set' },
} as const satisfies Record<string, { title: string; mark: Mark; words: string }>;
export type MarkName = keyof typeof MARKS;

/** The marks that put frames back to what they were, as far as `mark` changes them. */
export const undoing = (frames: readonly FrameSummary[], mark: Mark): FrameMark[] =>
  frames.map(({ id, review, note, split }) => ({
    frame: id,
    ...(mark.state !== undefined || mark.note !== undefined ? { state: review, note } : {}),
    ...(mark.split !== undefined ? { split } : {}),
  }));

/** Whether the mark would change anything of the frame. */
const changes = (frame: FrameSummary, { state, note, split }: Mark): boolean =>
  (state !== undefined && state !== frame.review) ||
  (note !== undefined && note !== frame.note) ||
  (split !== undefined && split !== frame.split);

export async function markFrames(ids: Iterable<FrameId>, name: MarkName): Promise<void> {
  const { mark, words }: { mark: Mark; words: string } = MARKS[name];
  const { framesById } = useSession.getState();
  // Taking flags away is for those that have one.
  const concerned = (frame: FrameSummary): boolean => (name === 'unflag' ? frame.review === 'flagged' : changes(frame, mark));
  const frames = [...ids].flatMap((id) => framesById.get(id) ?? []).filter(concerned);
  if (frames.length === 0) return void notify({ tone: 'info', message: `Nothing to do: they are ${words} already.` });
  const back = undoing(frames, mark);
  if (!(await send(frames.map(({ id }) => ({ frame: id, ...mark }))))) return;
  const undo = (): void => void send(back);
  notify({ tone: 'good', message: `${count(frames.length, 'frame')} ${words}.`, action: { title: 'Undo', run: undo } });
}

async function send(marks: readonly FrameMark[]): Promise<boolean> {
  const marked = await told(studio.frames.mark({ marks: [...marks] }));
  if (marked) putFrames(marked);
  return marked !== undefined;
}

/** The frames picked in the list. */
export const markPicked = (name: MarkName): void => void markFrames(useFrameList.getState().picked, name);
export const somePicked = (): boolean => useFrameList.getState().picked.size > 1;
