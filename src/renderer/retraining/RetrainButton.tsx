// The button of the key: retrain the shown run from what was corrected since.
import { RotateCw } from 'lucide-react';
import { runCommand } from '../commands';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';

export function RetrainButton() {
  const some = useSession((s) => s.project?.readOnly === null && s.runs.some((run) => run.bestEpoch !== null));
  if (!some) return null;
  return (
    <div className="review-buttons">
      <Button
        wide
        keys={keysOf('train.retrain')}
        tip="Train the shown run on from its best epoch, on the masks of now, in the background"
        onClick={() => runCommand('train.retrain')}
      >
        <RotateCw size={14} /> Retrain from corrections <kbd>{keysOf('train.retrain')}</kbd>
      </Button>
    </div>
  );
}
