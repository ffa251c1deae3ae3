// One frame of the list: its picture, its name, which set it is in, its score, what was done to it.
import { Check, Flag, ImageOff, PencilLine } from 'lucide-react';
import { memo } from 'react';
import type { FrameId, FrameSummary } from '../../shared/domain';
import { score } from '../format';
import { copyText } from '../ui/copy';
import { keysOf } from '../ui/keys';
import { ContextMenu, type MenuEntry } from '../ui/Menu';
import { Name } from '../ui/Name';
import { useStored } from '../state/measured';
import { useFrame, useScores } from '../state/session';
import { useView } from '../state/view';
import { setReview, startFlagging } from '../review/actions';
import { MARKS, markFrames } from '../review/bulk';
import { queueNumber, useQueueWords } from './queueNumber';
import { SplitBadge } from './SplitBadge';
import { bulkEntries } from './BulkBar';
import { pickAlso, pickNone, pickTo, useFrameList } from './state';
import { useThumbnail } from './thumbnails';

/** What was done to it, the weightiest word only. */
function Done({ frame }: { frame: FrameSummary }) {
  if (frame.review === 'flagged') {
    return (
      <span className="done flagged" title={['Flagged', frame.note].filter(Boolean).join(': ')}>
        <Flag size={12} aria-label="flagged" />
      </span>
    );
  }
  if (frame.review === 'reviewed') {
    return (
      <span className="done reviewed" title="Reviewed">
        <Check size={13} aria-label="reviewed" />
      </span>
    );
  }
  if (frame.edited) {
    return (
      <span className="done" title="Edited by hand, not reviewed yet">
        <PencilLine size={12} aria-label="edited" />
      </span>
    );
  }
  return null;
}

function Thumbnail({ id }: { id: FrameId }) {
  const url = useThumbnail(id);
  if (url === null) {
    return (
      <span className="thumb missing" title="The picture of this frame cannot be read.">
        <ImageOff size={14} />
      </span>
    );
  }
  return url === undefined ? <span className="thumb" /> : <img className="thumb" src={url} alt="" decoding="sync" draggable={false} />;
}

function FrameScore({ frame }: { frame: FrameSummary }) {
  const run = useView((s) => s.run);
  const epoch = useView((s) => s.epoch);
  const row = useScores(run, epoch)?.byFrame.get(frame.id);
  const stored = useStored(run, epoch);
  const sort = useFrameList((s) => s.sort);
  const words = useQueueWords(sort, frame.id);
  if (words !== undefined) {
    const trained = frame.split === 'train' && sort !== 'spread';
    // Where there is no room for both, the word is cut and never the number.
    const at = words.search(/\d/);
    return (
      <span className={trained ? 'iou queued seen' : 'iou queued'} title={`${words}. ${queueNumber(sort, frame.id)?.means ?? ''}`}>
        <span className="cut">{words.slice(0, at)}</span>
        <span>{words.slice(at)}</span>
      </span>
    );
  }
  if (!row) return null;
  // What the run saw in training says little: dimmed, and said so.
  const seen = row.split === 'train';
  return (
    <span
      className={seen ? 'iou seen' : 'iou'}
      title={`IoU of ${stored}, as it was scored${seen ? ', on a frame that it was trained on' : ''}`}
    >
      IoU {score(row.iou)}
      {seen && frame.split !== 'train' && ' train'}
    </span>
  );
}

function menuOf(frame: FrameSummary): MenuEntry[] {
  const { picked } = useFrameList.getState();
  if (picked.has(frame.id)) return [{ label: `${picked.size} picked frames` }, ...bulkEntries()];
  const to = (title: string, state: 'reviewed' | 'in-progress' | 'unseen', keys?: string): MenuEntry => ({
    title,
    keys,
    disabled: frame.review === state,
    run: () => void setReview(frame.id, state),
  });
  return [
    to('Reviewed', 'reviewed', keysOf('review.done')),
    { title: 'Flag with a note…', keys: keysOf('review.flag'), run: () => startFlagging(frame.id) },
    to('In progress', 'in-progress'),
    to('Unseen', 'unseen'),
    'line',
    { label: 'Set' },
    ...(['train', 'heldOut', 'noSet'] as const).map((name): MenuEntry => {
      const { title, mark } = MARKS[name];
      return { title, checked: frame.split === mark.split, run: () => void markFrames([frame.id], name) };
    }),
    'line',
    { title: 'Copy name', run: () => copyText(frame.name) },
  ];
}

export interface FrameRowProps {
  id: FrameId;
  top: number;
  chosen: boolean;
  /** One of several that are chosen together. */
  picked: boolean;
  position: number;
  total: number;
}

/** Listens to its own frame alone: a stroke renders one row, not the list. */
export const FrameRow = memo(function FrameRow({ id, top, chosen, picked, position, total }: FrameRowProps) {
  const frame = useFrame(id);
  if (!frame) return null;
  return (
    <ContextMenu entries={() => menuOf(frame)}>
      <div
        id={`frame-${id}`}
        className={picked ? 'frame-row picked' : 'frame-row'}
        role="option"
        aria-selected={chosen || picked}
        aria-current={chosen || undefined}
        aria-posinset={position}
        aria-setsize={total}
        data-frame={frame.name}
        style={{ transform: `translateY(${top}px)` }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          if (event.ctrlKey || event.metaKey) return pickAlso(id);
          if (event.shiftKey) pickTo(id);
          else pickNone();
          useView.getState().goTo(id);
        }}
      >
        <Thumbnail id={id} />
        <div className="about">
          <span className="title">
            <Name text={frame.name} />
            <Done frame={frame} />
          </span>
          <span className="facts">
            <SplitBadge split={frame.split} />
            {frame.mask === null && <span>no mask</span>}
            <FrameScore frame={frame} />
          </span>
        </div>
      </div>
    </ContextMenu>
  );
});
