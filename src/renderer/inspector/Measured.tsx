// What the numbers beside the picture were measured with: run, epoch, threshold and what followed it; and whether they are still being counted.
import { LoaderCircle } from 'lucide-react';
import { useHeldOutNow } from '../state/heldOutNow';
import { useMeasured } from '../state/measured';

export function Measured() {
  const words = useMeasured();
  const { counting, problem } = useHeldOutNow();
  return (
    <>
      {words && (
        <p className="said" data-testid="measured">
          {words}
        </p>
      )}
      {counting && (
        <p className="said" role="status">
          <LoaderCircle size={10} className="spin" aria-hidden /> counting held-out frames, {counting.done} of {counting.total}
        </p>
      )}
      {problem && <p className="said bad">The held-out frames could not be counted: {problem}</p>}
    </>
  );
}
