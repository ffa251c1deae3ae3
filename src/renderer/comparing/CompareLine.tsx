// In the review panel: two runs held against each other on all frames, once there are two.
import { GitCompareArrows } from 'lucide-react';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { predicts } from './actions';
import { toggleTable, useComparing } from './state';

export function CompareLine() {
  const two = useSession((s) => s.runs.filter(predicts).length > 1);
  const open = useComparing((s) => s.open);
  if (!two) return null;
  return (
    <div className="review-buttons">
      <Button
        wide
        keys={keysOf('compare.table')}
        tip="Where two runs disagree, and which is better"
        aria-pressed={open}
        onClick={toggleTable}
      >
        <GitCompareArrows size={14} />
        {open ? 'Close the comparison' : 'Compare two runs'} <kbd>{keysOf('compare.table') ?? ''}</kbd>
      </Button>
    </div>
  );
}
