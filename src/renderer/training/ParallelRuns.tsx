// Parallel coordinates of the listed runs: which settings go with which score. Dragging along an axis chooses the runs that cross it there.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RunSummary } from '../../shared/contract/runs';
import { axesOf, brushed, nearestLine, type Axis, type Brush } from '../../shared/training/parallel';
import { score } from '../format';
import { useRulerCanvas, type Colours, type Size } from '../scrubber/useRulerCanvas';
import { drawBrush, drawLines, EDGE, placesIn, shades, strokeRun } from './parallelDrawing';
import { pickRun, wayOf } from './pick';
import { useListedRuns } from './runList';
import { chooseRuns, useTraining } from './state';

/** Pixels: the least between two axes, how near an axis a drag begins, how near a line the pointer names its run, and what is no click any more. */
const [NARROWEST, GRIP, REACH, STILL] = [96, 16, 8, 4];
const NONE: ReadonlyMap<string, Brush> = new Map();

export function ParallelRuns() {
  const runs = useListedRuns();
  if (runs.length < 2) {
    return <p className="parallel dim said">Two runs or more are needed to see how settings and scores hang together.</p>;
  }
  return <Parallel runs={runs} />;
}

function Parallel({ runs }: { runs: readonly RunSummary[] }) {
  const axes = useMemo(() => axesOf(runs), [runs]);
  const [brushes, setBrushes] = useState(NONE);
  const chosen = useTraining((s) => s.chosen);
  const bright = useMemo(() => {
    const places = new Set(chosen);
    return chosen.length < 2 && brushes.size === 0 ? new Set<number>() : new Set(runs.flatMap((run, k) => (places.has(run.id) ? [k] : [])));
  }, [runs, chosen, brushes]);
  const lines = useMemo(() => ({ axes, shades: shades(runs), bright }), [axes, runs, bright]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, size: Size, colour: Colours) => {
      drawLines(context, size, colour, lines);
      const places = placesIn(size, axes.length);
      axes.forEach((axis, index) => {
        const brush = brushes.get(axis.key);
        if (brush) drawBrush(context, places, index, brush, colour);
      });
    },
    [lines, axes, brushes],
  );
  const { place, canvas, size } = useRulerCanvas(draw);

  const put = (key: string, brush: Brush | null): void => {
    const next = new Map(brushes);
    if (brush) next.set(key, brush);
    else next.delete(key);
    setBrushes(next);
    if (next.size > 0) chooseRuns(brushed(axes, next, runs.length).flatMap((k) => runs[k]?.id ?? []));
    else chooseRuns(useTraining.getState().chosen.slice(-1));
  };
  return (
    <section
      className="parallel"
      aria-label="Parallel coordinates of the runs"
      data-testid="parallel"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || brushes.size === 0) return;
        setBrushes(NONE);
        chooseRuns(chosen.slice(-1));
        event.stopPropagation();
      }}
    >
      <div className="parallel-scroll">
        <div className="parallel-inside" style={{ minWidth: EDGE.left + EDGE.right + (axes.length - 1) * NARROWEST }}>
          <div className="parallel-heads">
            {axes.map((axis, index) => (
              <AxisHead
                key={axis.key}
                axis={axis}
                left={placesIn(size, axes.length).x(index)}
                brush={brushes.get(axis.key)}
                onBrush={(brush) => put(axis.key, brush)}
              />
            ))}
          </div>
          <div ref={place} className="parallel-canvas">
            <canvas ref={canvas} />
            {size.width > 0 && <Pointing runs={runs} axes={axes} size={size} onBrush={put} />}
          </div>
        </div>
      </div>
      <Legend runs={runs} found={brushes.size > 0 ? bright.size : null} />
    </section>
  );
}

const STEP = 0.05;
const within = (value: number): number => Math.min(1, Math.max(0, value));

/** An axis's name. With the keyboard in it: arrows move the lower end of its range, with Shift the upper one; Delete takes the range away. */
function AxisHead({
  axis,
  left,
  brush,
  onBrush,
}: {
  axis: Axis;
  left: number;
  brush: Brush | undefined;
  onBrush(brush: Brush | null): void;
}) {
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    const { from, to } = brush ?? { from: 0, to: 1 };
    if (step !== undefined) {
      const next = event.shiftKey ? { from, to: Math.max(from, within(to + step)) } : { from: Math.min(to, within(from + step)), to };
      onBrush(next.from <= 0 && next.to >= 1 ? null : next);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && brush) onBrush(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      style={{ left }}
      aria-pressed={brush !== undefined}
      title={`${axis.sentence}\nDrag along the axis to choose runs; arrow keys move the lower end of the range, with Shift the upper one; Delete or a click takes it away.`}
      onKeyDown={onKeyDown}
      onClick={() => brush && onBrush(null)}
    >
      {axis.label}
    </button>
  );
}

interface PointingProps {
  runs: readonly RunSummary[];
  axes: readonly Axis[];
  size: Size;
  onBrush(key: string, brush: Brush | null): void;
}

/** What moves with the pointer, on a canvas of its own and past React: the run under it, and the range that is being drawn. */
function Pointing({ runs, axes, size, onBrush }: PointingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const said = useRef<HTMLDivElement>(null);
  const held = useRef<{ axis: number; begun: number; now: number } | null>(null);
  const places = useMemo(() => placesIn(size, axes.length), [size, axes]);
  useEffect(() => {
    const element = canvas.current!;
    element.width = Math.round(size.width * window.devicePixelRatio);
    element.height = Math.round(size.height * window.devicePixelRatio);
  }, [size]);

  const brushOf = ({ begun, now }: { begun: number; now: number }): Brush => {
    const at = (y: number): number => within(1 - (y - EDGE.top) / places.height);
    return { from: Math.min(at(begun), at(now)), to: Math.max(at(begun), at(now)) };
  };
  const redraw = (run: number | null): void => {
    const context = canvas.current!.getContext('2d')!;
    const style = getComputedStyle(canvas.current!);
    const colour: Colours = (name) => style.getPropertyValue(name).trim();
    context.setTransform(window.devicePixelRatio, 0, 0, window.devicePixelRatio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    if (held.current) drawBrush(context, places, held.current.axis, brushOf(held.current), colour);
    if (run === null) return;
    context.strokeStyle = colour('--text');
    context.lineWidth = 2;
    strokeRun(context, axes, run, places);
  };
  const under = (x: number, y: number): number | null =>
    nearestLine(axes, runs.length, { x: x - EDGE.left, y: y - EDGE.top, gap: places.gap, height: places.height, reach: REACH });
  const tell = (run: number | null, x: number, y: number): void => {
    const box = said.current!;
    const found = run === null ? undefined : runs[run];
    box.hidden = !found;
    if (!found) return;
    box.textContent = `${found.name} · ${found.bestMeanIoU === null ? 'no score' : `held-out mean IoU ${score(found.bestMeanIoU)} at epoch ${found.bestEpoch}`}`;
    box.style.transform = `translate(${Math.min(x + 12, size.width - 240)}px, ${Math.max(0, y - 30)}px)`;
  };
  const spot = (event: React.PointerEvent): { x: number; y: number } => {
    const box = canvas.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onPointerDown = (event: React.PointerEvent): void => {
    if (event.button !== 0) return;
    const { x, y } = spot(event);
    const axis = Math.round((x - EDGE.left) / places.gap);
    if (axes[axis] === undefined || Math.abs(places.x(axis) - x) > GRIP) return;
    held.current = { axis, begun: y, now: y };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: React.PointerEvent): void => {
    const { x, y } = spot(event);
    if (held.current) held.current.now = y;
    const run = held.current ? null : under(x, y);
    redraw(run);
    tell(run, x, y);
  };
  const onPointerUp = (event: React.PointerEvent): void => {
    const { x, y } = spot(event);
    const drag = held.current;
    held.current = null;
    redraw(null);
    const key = drag && axes[drag.axis]?.key;
    if (drag && key !== undefined && key !== null && Math.abs(drag.now - drag.begun) > STILL) return onBrush(key, brushOf(drag));
    const run = under(x, y);
    const found = run === null ? undefined : runs[run];
    if (found)
      pickRun(
        found.id,
        wayOf(event) === 'alone' ? 'alone' : 'add',
        runs.map((one) => one.id),
      );
    else if (key !== undefined && key !== null) onBrush(key, null);
  };
  return (
    <>
      <canvas
        ref={canvas}
        className="parallel-pointing"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          held.current = null;
          redraw(null);
        }}
        onPointerLeave={() => {
          if (held.current) return;
          redraw(null);
          tell(null, 0, 0);
        }}
      />
      <div ref={said} className="parallel-said" hidden />
    </>
  );
}

function Legend({ runs, found }: { runs: readonly RunSummary[]; found: number | null }) {
  const scores = runs.flatMap((run) => run.bestMeanIoU ?? []);
  const moved = runs.filter((run) => run.moved > 0).length;
  return (
    <footer className="dim">
      {scores.length > 0 ? (
        <>
          <span>{score(Math.min(...scores))}</span>
          <i className="shades" aria-hidden />
          <span>{score(Math.max(...scores))}</span>
          <span>held-out mean IoU at the best epoch, each run on what it held out itself</span>
        </>
      ) : (
        <span>No run has a score yet.</span>
      )}
      {moved > 0 && <em className="badge moved">{moved === 1 ? 'frames of one run were moved' : `frames of ${moved} runs were moved`}</em>}
      <span className="grow" />
      <span role="status">{found === null ? 'Drag along an axis to choose runs' : `${found} of ${runs.length} runs`}</span>
    </footer>
  );
}
