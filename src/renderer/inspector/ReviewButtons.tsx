// What the reviewer says of the frame: reviewed and on, or flagged with a note.
import { Check, Flag } from 'lucide-react';
import type { FrameId } from '../../shared/domain';
import { startFlagging } from '../review/actions';
import { runCommand } from '../commands';
import { useFrame, useSession } from '../state/session';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';

export function ReviewButtons({ frame: id }: { frame: FrameId }) {
  const frame = useFrame(id);
  const readOnly = useSession((s) => s.project?.readOnly ?? null);
  if (!frame || readOnly !== null) return null;
  const flagged = frame.review === 'flagged';
  return (
    <div className="review-buttons way-on">
      <Button
        className={flagged ? 'flagged' : ''}
        icon
        label={flagged ? 'Flagged' : 'Flag'}
        aria-pressed={flagged}
        tip={flagged ? frame.note || 'Flagged' : 'Flag with a note'}
        keys={keysOf('review.flag')}
        onClick={() => startFlagging(id)}
      >
        <Flag size={14} />
      </Button>
      <Button
        tip="Take predicted regions by clicking them; the key takes the one under the pointer"
        keys={keysOf('region.take')}
        onClick={() => runCommand('tool.region')}
      >
        Take region <kbd>{keysOf('region.take')}</kbd>
      </Button>
      <Button
        look="primary"
        className="grow"
        keys={keysOf('review.done')}
        tip="Reviewed, and on to the next"
        onClick={() => runCommand('review.done')}
      >
        {frame.review === 'reviewed' ? (
          <>
            <Check size={14} /> Next
          </>
        ) : (
          'Reviewed, next'
        )}{' '}
        <kbd>{keysOf('review.done')}</kbd>
      </Button>
    </div>
  );
}
