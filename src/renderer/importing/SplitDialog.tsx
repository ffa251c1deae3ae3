// The split, by itself.
import { useSession } from '../state/session';
import { closeDialog } from '../state/shell';
import { Dialog } from '../ui/Dialog';
import { Said } from '../ui/Said';
import { SplitForm } from './SplitForm';
import './importing.css';

export function SplitDialog() {
  const runs = useSession((s) => s.runs.length);
  return (
    <Dialog
      title="Train and held-out"
      description="A run learns from the train frames; the held-out ones it never sees, so that its scores mean something."
      onClose={closeDialog}
    >
      <SplitForm onDone={closeDialog} />
      {runs > 0 && <Said>Runs that are there already keep the frames they were trained and measured on.</Said>}
    </Dialog>
  );
}
