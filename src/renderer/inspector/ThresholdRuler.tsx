// The threshold's own short ruler: F1, precision and recall of the held-out set behind it, notches where F1 and the mean IoU are highest.
import { useMemo } from 'react';
import { useHeldOut } from '../state/heldOut';
import { useView } from '../state/view';
import { keysOf } from '../ui/keys';
import { Tip } from '../ui/Tip';
import { curvePath, HEIGHT as H, TOP, WIDTH as W } from './curvePath';

export function ThresholdRuler() {
  const threshold = useView((s) => s.threshold);
  const low = useView((s) => s.post.low);
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
      title={`Drag, or ${keysOf('threshold.down') ?? '-'} and ${keysOf('threshold.up') ?? '='}`}
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
      {low !== null && low < threshold && (
        <i
          className="between"
          style={{ left: `${low * 100}%`, width: `${(threshold - low) * 100}%` }}
          title={`Hysteresis from ${low.toFixed(2)}`}
        />
      )}
      <i className="needle" style={{ left: `${threshold * 100}%` }} />
      {here !== null && here !== undefined && (
        <i className="spot" style={{ left: `${threshold * 100}%`, top: `${((TOP + (1 - here) * (H - TOP)) / H) * 100}%` }} />
      )}
      {best?.f1 && (
        <Tip words={`Best F1 on the held-out frames, pooled: ${best.f1.score.toFixed(3)} at ${best.f1.threshold.toFixed(2)}`}>
          <button
            type="button"
            className="notch"
            aria-label={`Best F1, at ${best.f1.threshold.toFixed(2)}`}
            style={{ left: `${best.f1.threshold * 100}%` }}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => setThreshold(best.f1!.threshold)}
          />
        </Tip>
      )}
    </div>
  );
}
