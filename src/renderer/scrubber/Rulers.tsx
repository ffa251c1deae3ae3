// The rulers under the picture: frames, and the epochs of the run that is shown. Dragging along either is one gesture in two directions.
import { useView } from '../state/view';
import { EpochControls } from './EpochControls';
import { EpochRuler } from './EpochRuler';
import { FrameRuler } from './FrameRuler';
import { PlayControls } from './PlayControls';
import './rulers.css';

export function Rulers() {
  const run = useView((s) => s.run);
  return (
    <section className="rb-rulers" aria-label="Rulers">
      <PlayControls />
      <FrameRuler />
      {run !== null && (
        <>
          <EpochControls />
          <EpochRuler run={run} />
        </>
      )}
    </section>
  );
}
