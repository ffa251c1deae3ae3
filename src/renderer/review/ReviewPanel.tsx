// Review: how far one is, what to say of this frame, and the notes of frames that were flagged.
import { Flag } from 'lucide-react';
import type { FrameId } from '../../shared/domain';
import { CompareLine } from '../comparing/CompareLine';
import { count, percent } from '../format';
import { ALL, listFrames } from '../frames/order';
import { useFrame, useSession } from '../state/session';
import { useView } from '../state/view';
import { History } from '../inspector/History';
import { Numbers } from '../inspector/Numbers';
import { ReviewButtons } from '../inspector/ReviewButtons';
import { Section } from '../inspector/Section';
import { Threshold } from '../inspector/Threshold';
import { ViewOptions } from '../inspector/ViewOptions';
import { SplitBadge } from '../frames/SplitBadge';
import { Name } from '../ui/Name';
import { Progress } from '../ui/Progress';
import { RetrainButton } from '../retraining/RetrainButton';
import { startFlagging } from './actions';
import { GoalSection } from './GoalSection';
import { QueueSection } from './QueueSection';
import '../inspector/inspector.css';
import './review.css';

function Counts() {
  const frames = useSession((s) => s.frames);
  const masked = frames.filter((frame) => frame.mask !== null);
  const reviewed = masked.filter((frame) => frame.review === 'reviewed').length;
  const flagged = frames.filter((frame) => frame.review === 'flagged').length;
  const heldOut = masked.filter((frame) => frame.split === 'held-out');
  const heldOutLeft = heldOut.filter((frame) => frame.review !== 'reviewed').length;
  const share = masked.length === 0 ? 0 : reviewed / masked.length;
  return (
    <Section title="Reviewed" side={percent(share)}>
      <Progress label="Frames reviewed" done={reviewed} total={Math.max(1, masked.length)} />
      <dl className="counts">
        <dt>reviewed</dt>
        <dd>
          {reviewed} of {masked.length}
        </dd>
        <dt>held-out, left</dt>
        <dd>
          {heldOutLeft} of {heldOut.length}
        </dd>
        <dt>flagged</dt>
        <dd>{flagged}</dd>
        <dt>without a mask</dt>
        <dd>{frames.length - masked.length}</dd>
      </dl>
    </Section>
  );
}

function ThisFrame({ id }: { id: FrameId }) {
  const frame = useFrame(id);
  if (!frame) return null;
  return (
    <Section title="This frame" side={frame.review === 'unseen' ? 'not seen yet' : frame.review}>
      <p className="frame-name">
        <Name text={frame.name} />
        <SplitBadge split={frame.split} />
      </p>
      {frame.note && (
        <button type="button" className="note" onClick={() => startFlagging(id)} title="Change the note">
          {frame.note}
        </button>
      )}
    </Section>
  );
}

function Flagged() {
  const frames = useSession((s) => s.frames);
  const flagged = frames.filter((frame) => frame.review === 'flagged');
  const ids = listFrames(flagged, { filters: ALL, sort: 'name', search: '' });
  const byId = useSession((s) => s.framesById);
  if (ids.length === 0) return null;
  return (
    <Section title="Flagged" side={count(ids.length, 'frame')}>
      <ul className="flag-list">
        {ids.slice(0, 30).map((id) => {
          const frame = byId.get(id);
          return (
            frame && (
              <li key={id}>
                <button type="button" onClick={() => useView.getState().goTo(id)}>
                  <Flag size={12} />
                  <span className="grow">
                    <Name text={frame.name} />
                    <span className="dim cut">{frame.note || 'no note'}</span>
                  </span>
                </button>
              </li>
            )
          );
        })}
      </ul>
    </Section>
  );
}

export function ReviewPanel() {
  const frame = useView((s) => s.frame);
  const run = useView((s) => s.run);
  return (
    <div className="inspector">
      <QueueSection />
      <GoalSection />
      <Counts />
      {frame !== null && <ThisFrame id={frame} />}
      <CompareLine />
      {frame !== null && <ReviewButtons frame={frame} />}
      <RetrainButton />
      <Flagged />
      <ViewOptions />
      {run !== null && (
        <>
          <Threshold />
          <Numbers />
        </>
      )}
      {frame !== null && <History frame={frame} />}
    </div>
  );
}
