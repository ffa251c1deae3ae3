// The read-out at the pointer: each run's value there, with its name and the epoch it is of.
import type uPlot from 'uplot';
import type { Axis, Chart, Curve, Point } from './curves';
import type { Measure } from './measures';
import { measuredOn } from './measures';
import { placeWords } from './plotOptions';
import { RunKey } from './RunKey';

/** Rows that are read at a glance. */
const MOST = 8;

export interface Hovered {
  readonly rows: readonly { readonly curve: Curve; readonly point: Point }[];
  /** Curves under the pointer beside those. */
  readonly more: number;
  readonly x: number;
  /** The box stands at this side of the pointer, so many pixels from the chart's edge. */
  readonly side: 'left' | 'right';
  readonly offset: number;
  /** What it may be wide there, pixels. */
  readonly room: number;
}

/** The curves that lie nearest to the pointer; those that end before it or begin after it are not read there. */
export function hovered(plot: uPlot, chart: Chart, raws: number): Hovered | null {
  const { idx, idxs, left = -1, top = 0 } = plot.cursor;
  if (left < 0 || idx === null || idx === undefined) return null;
  const x = chart.x[idx] ?? 0;
  const reach = Math.abs(plot.posToVal(18, 'x') - plot.posToVal(0, 'x'));
  const found = chart.curves.flatMap((curve, i) => {
    const at = idxs?.[1 + raws + i];
    const place = at === null || at === undefined ? undefined : chart.x[at];
    const point = place === undefined ? undefined : curve.points.find((each) => each.x === place);
    if (!point || point.value === null || Math.abs(point.x - x) > reach) return [];
    return [{ curve, point, away: Math.abs(plot.valToPos(point.value, 'y') - top) }];
  });
  if (found.length === 0) return null;
  const near = found
    .sort((a, b) => a.away - b.away)
    .slice(0, MOST)
    .sort((a, b) => (b.point.value ?? 0) - (a.point.value ?? 0));
  const side = left > plot.over.clientWidth / 2 ? 'left' : 'right';
  const at = plot.over.offsetLeft + left;
  const offset = 14 + (side === 'right' ? at : plot.width - at);
  return { rows: near, more: found.length - near.length, x, side, offset, room: plot.width - offset };
}

export function PlotHover({ shown, measure, axis, smooth }: { shown: Hovered; measure: Measure; axis: Axis; smooth: boolean }) {
  const runs = [...new Set(shown.rows.map(({ curve }) => curve.run))];
  const on = measuredOn(measure, runs);
  const head = axis === 'epoch' ? `epoch ${shown.x}` : axis === 'step' ? `step ${placeWords(shown.x, axis)}` : placeWords(shown.x, axis);
  return (
    <div className="plot-hover" style={{ [shown.side === 'right' ? 'left' : 'right']: shown.offset, maxWidth: shown.room }} role="status">
      <p className="dim">
        {head}
        {smooth && ' · smoothed, as measured behind'}
      </p>
      {shown.rows.map(({ curve, point }) => (
        <p key={`${curve.run.id} ${curve.label}`} className="row">
          <RunKey id={curve.run.id} />
          <span className="cut name">{curve.run.name}</span>
          <span className="dim">
            {measure.readings.length > 1 && curve.label}
            {axis !== 'epoch' && ` epoch ${point.epoch}`}
          </span>
          <b className="num">{measure.write(point.value ?? 0)}</b>
          {smooth && <span className="num dim">{point.raw === null ? '' : measure.write(point.raw)}</span>}
        </p>
      ))}
      {shown.more > 0 && <p className="dim">and {shown.more} more</p>}
      {on && <p className="dim">{on}</p>}
    </div>
  );
}
