// A frame is flagged for another look, with a few words why.
import { useState } from 'react';
import type { FrameId } from '../../shared/domain';
import { useFrame } from '../state/session';
import { useShell } from '../state/shell';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { setReview } from './actions';
import './review.css';

const LONGEST = 2000;

export function FlagDialog({ id }: { id: FrameId }) {
  const frame = useFrame(id);
  const [note, setNote] = useState(frame?.note ?? '');
  const close = (): void => useShell.setState({ flagging: null });
  if (!frame) return null;
  const flag = async (): Promise<void> => {
    if (await setReview(id, 'flagged', note.trim())) close();
  };
  const unflag = async (): Promise<void> => {
    if (await setReview(id, 'in-progress', '')) close();
  };
  return (
    <Dialog
      title={`Flag ${frame.name}`}
      width={400}
      onClose={close}
      footer={
        <>
          {frame.review === 'flagged' && (
            <Button look="plain" onClick={() => void unflag()}>
              Take the flag away
            </Button>
          )}
          <span className="grow" />
          <Button look="primary" onClick={() => void flag()}>
            {frame.review === 'flagged' ? 'Keep the note' : 'Flag'} <kbd>⏎</kbd>
          </Button>
        </>
      }
    >
      <div className="input area">
        <textarea
          aria-label="Note"
          placeholder="What should be looked at again?"
          value={note}
          maxLength={LONGEST}
          rows={3}
          autoFocus
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            void flag();
          }}
        />
      </div>
    </Dialog>
  );
}
