// The threshold's own ruler: F1, precision and recall of the held-out set behind it, and a notch at the best F1.
import { useMemo } from 'react';
import { useHeldOut } from '../state/heldOut';
import { useView } from '../state/view';
import { Tip } from '../ui/Tip';
import { curvePath, HEIGHT as H, TOP, WIDTH as W } from './curvePath';
import { Section } from './Section';

function Ruler() {
  const threshold = useView((s) => s.threshold);
  const setThreshold = useView((s) => s.setThreshold);
  const curve = useHeldOut((s) => s.curve);
  const best = useHeldOut((s) => s.best);
  const paths = useMemo(
    () => curve && { f1: curvePath(curve, 'f1'), precision: curvePath(curve, 'precision'), recall: curvePath(curve, 'recall') },
    [curve],
  );
  const here = curve?.[Math.round(threshold * 255)]?.f1;
  const at = (event: React.PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setThreshold((event.clientX - box.left) / box.width);
  };
  return (
    <div
      className="threshold-ruler"
      role="slider"
      tabIndex={0}
      aria-label="Threshold"
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={threshold}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        at(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && at(event)}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01, PageDown: -0.1, PageUp: 0.1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        setThreshold(threshold + step * (event.shiftKey ? 10 : 1));
      }}
    >
      <svg viewBox={`0 0 ${W} ${H}`} preserveAspectRatio="none" aria-hidden>
        {paths && (
          <>
            <path className="precision" d={paths.precision} />
            <path className="recall" d={paths.recall} />
            <path className="f1" d={paths.f1} />
          </>
        )}
        <line className="base" x1={0} x2={W} y1={H - 0.5} y2={H - 0.5} />
      </svg>
      <i className="needle" style={{ left: `${threshold * 100}%` }} />
      {here !== null && here !== undefined && (
        <i className="spot" style={{ left: `${threshold * 100}%`, top: `${((TOP + (1 - here) * (H - TOP)) / H) * 100}%` }} />
      )}
      {best && (
        <Tip words={`Best F1 on the held-out frames: ${best.f1?.toFixed(3)} at ${best.threshold.toFixed(2)}`}>
          <button
            type="button"
            className="notch"
            aria-label={`Best F1, at ${best.threshold.toFixed(2)}`}
            style={{ left: `${best.threshold * 100}%` }}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => setThreshold(best.threshold)}
          />
        </Tip>
      )}
    </div>
  );
}

function Legend() {
  const frames = useHeldOut((s) => s.counted.size);
  const total = useHeldOut((s) => s.total);
  const ready = useHeldOut((s) => s.curve !== null);
  const done = useHeldOut((s) => s.done);
  return (
    <div className="threshold-legend">
      {ready ? (
        <>
          <span className="f1">F1</span>
          <span className="precision">precision</span>
          <span className="recall">recall</span>
          <em>{frames} held-out</em>
        </>
      ) : (
        <em>{!done ? `counting held-out frames ${total > 0 ? `${frames} of ${total}` : ''}` : 'no held-out frame to count on'}</em>
      )}
    </div>
  );
}

export function Threshold() {
  const threshold = useView((s) => s.threshold);
  const run = useView((s) => s.run);
  if (run === null) return null;
  return (
    <Section title="Threshold" id="threshold" side={<b className="value">{threshold.toFixed(2)}</b>}>
      <Ruler />
      <Legend />
    </Section>
  );
}
