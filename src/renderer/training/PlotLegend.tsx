// Beneath a chart: its readings and its runs, each a switch that hides it; with the newest values.
import { memo } from 'react';
import type { Chart } from './curves';
import type { Measure } from './measures';
import { RunKey } from './RunKey';

export interface PlotLegendProps {
  /** With everything in it, hidden or not. */
  chart: Chart;
  measure: Measure;
  hidden: ReadonlySet<string>;
  onToggle(key: string): void;
}

export const runHidden = (id: number): string => `run ${id}`;
export const readingHidden = (measure: Measure, label: string): string => `${measure.id} ${label}`;

export const PlotLegend = memo(function PlotLegend({ chart, measure, hidden, onToggle }: PlotLegendProps) {
  const runs = [...new Set(chart.curves.map((curve) => curve.run))];
  const labels = measure.readings.filter(({ name }) => chart.curves.some((curve) => curve.label === name));
  const latest = (run: (typeof runs)[number], label: string): string => {
    const point = chart.curves.find((curve) => curve.run === run && curve.label === label)?.points.findLast(({ raw }) => raw !== null);
    return point?.raw === null || point?.raw === undefined ? '–' : measure.write(point.raw);
  };
  const only = runs.length === 1 ? runs[0] : undefined;
  return (
    <footer>
      {only && (
        <span className="at dim cut" title="The newest epoch's numbers">
          {only.name}, epoch {only.epochs.at(-1)?.epoch}
        </span>
      )}
      {labels.length > 0 &&
        (labels.length > 1 || only) &&
        labels.map(({ name, dashed }) => {
          const key = readingHidden(measure, name);
          return (
            <button
              key={name}
              type="button"
              className="reading"
              aria-pressed={!hidden.has(key)}
              title={hidden.has(key) ? `Show ${name}` : `Hide ${name}`}
              disabled={labels.length === 1}
              onClick={() => onToggle(key)}
            >
              <i className={dashed ? 'stroke dashed' : 'stroke'} />
              <span>{name}</span>
              {only && <span className="num">{latest(only, name)}</span>}
            </button>
          );
        })}
      {!only &&
        runs.map((run) => {
          const key = runHidden(run.id);
          const words = labels.map(({ name }) => `${name} ${latest(run, name)}`).join(', ');
          return (
            <button
              key={run.id}
              type="button"
              className="reading run"
              aria-pressed={!hidden.has(key)}
              title={`${run.name}, epoch ${run.epochs.at(-1)?.epoch ?? 0}: ${words}\n${hidden.has(key) ? 'Click to show' : 'Click to hide'}`}
              onClick={() => onToggle(key)}
            >
              <RunKey id={run.id} />
              <span className="cut">{run.name}</span>
              <span className="num">{latest(run, labels[0]?.name ?? '')}</span>
            </button>
          );
        })}
    </footer>
  );
});
