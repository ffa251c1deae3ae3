// The panel at the right while annotating: the tool, the classes, the view, the numbers, what was done to this mask.
import { useView } from '../state/view';
import { useSession } from '../state/session';
import { Classes } from './Classes';
import { History } from './History';
import { MaskOperations } from './MaskOperations';
import { Numbers } from './Numbers';
import { ReviewButtons } from './ReviewButtons';
import { Threshold } from './Threshold';
import { ToolOptions } from './ToolOptions';
import { UndoSteps } from './UndoSteps';
import { ViewOptions } from './ViewOptions';
import './inspector.css';

export function Inspector() {
  const frame = useView((s) => s.frame);
  const readOnly = useSession((s) => s.project?.readOnly ?? null);
  return (
    <div className="inspector">
      {readOnly === null && (
        <>
          <ToolOptions />
          <Classes />
          <MaskOperations />
        </>
      )}
      <ViewOptions />
      <Threshold />
      <Numbers />
      {frame !== null && (
        <>
          <ReviewButtons frame={frame} />
          {readOnly === null && <UndoSteps />}
          <History frame={frame} />
        </>
      )}
    </div>
  );
}
