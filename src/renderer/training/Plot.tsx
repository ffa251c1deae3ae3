// One chart: uPlot drawn in the theme's colours, with its read-out at the pointer, zoom by dragging, and what of it is shown beneath.
import { Download } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { CurveSettings } from '../state/curveSettings';
import { useTheme } from '../state/theme';
import { Menu } from '../ui/Menu';
import { chartOf, type CurveRun } from './curves';
import { saveCsv, savePicture } from './curvesFiles';
import { measuredOn, MEASURES, type Measure } from './measures';
import { PlotHover, hovered, type Hovered } from './PlotHover';
import { PlotLegend, readingHidden, runHidden } from './PlotLegend';
import { dataOf, plotOptions } from './plotOptions';

export interface PlotProps extends Pick<CurveSettings, 'axis' | 'smoothing'> {
  runs: readonly CurveRun[];
  measure: Measure;
  log: boolean;
  hidden: ReadonlySet<string>;
  onToggle(key: string): void;
  onMeasure(measure: Measure): void;
  onLog(): void;
  /** Said while there is no point yet. */
  empty: string;
}

export function Plot({ runs, measure, log, axis, smoothing, hidden, onToggle, onMeasure, onLog, empty }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const zoom = useRef<readonly [number, number] | null>(null);
  const [zoomed, setZoomed] = useState(false);
  const [pointed, setPointed] = useState<Hovered | null>(null);
  const theme = useTheme();
  const smooth = smoothing > 0;
  const whole = useMemo(() => chartOf(runs, measure, { axis, smoothing }), [runs, measure, axis, smoothing]);
  const chart = useMemo(() => {
    const shown = (id: number, label: string): boolean => !hidden.has(runHidden(id)) && !hidden.has(readingHidden(measure, label));
    const curves = whole.curves.filter((curve) => shown(curve.run.id, curve.label));
    const marks = whole.marks.filter(({ run }) => curves.some((curve) => curve.run === run && !curve.dashed));
    return { ...whole, curves, marks };
  }, [whole, hidden, measure]);
  // Values alone feed the plot that is there; other curves, scales or colours make a new one.
  const shape = [...chart.curves.map((curve) => `${curve.run.id} ${curve.label}`), measure.id, axis, log, smooth].join();
  const latest = useRef(chart);
  latest.current = chart;

  useEffect(() => {
    zoom.current = null;
    setZoomed(false);
  }, [axis]);

  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const onZoom = (range: readonly [number, number] | null): void => {
      zoom.current = range;
      setZoomed(range !== null);
    };
    const onCursor = (made: uPlot): void => setPointed(hovered(made, latest.current, smooth ? latest.current.curves.length : 0));
    const options = plotOptions({ chart: latest.current, axis, log, smooth, zoom: () => zoom.current, onZoom, onCursor });
    const made = new uPlot(options, dataOf(latest.current, smooth), host);
    plot.current = made;
    const fit = (): void => made.setSize({ width: host.clientWidth, height: host.clientHeight });
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
      setPointed(null);
    };
  }, [shape, theme, chart.until, chart.marks, axis, log, smooth]);

  useEffect(() => {
    plot.current?.setData(dataOf(chart, smooth));
  }, [chart, smooth]);

  const on = measuredOn(measure, runs);
  const nothing = runs.every((run) => run.epochs.length === 0) ? empty : whole.curves.length === 0 ? measure.unmeasured : '';
  const files = [
    {
      title: 'Save as PNG…',
      disabled: chart.curves.length === 0,
      run: () => plot.current && void savePicture(plot.current, chart, measure, on),
    },
    { title: 'Save the numbers as CSV…', disabled: chart.curves.length === 0, run: () => void saveCsv(chart, measure, smoothing) },
  ];
  return (
    <section className="plot" aria-label={measure.title}>
      <header>
        <select
          className="measure"
          aria-label="What this chart shows"
          title={measure.sentence}
          value={measure.id}
          onChange={(event) => onMeasure(MEASURES.find(({ id }) => id === event.target.value) ?? measure)}
        >
          {MEASURES.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <span className="dim grow cut" title={on}>
          {on}
        </span>
        {zoomed && (
          <button
            type="button"
            className="chip"
            title="Show all of it again (double-click the chart)"
            onClick={() => plot.current?.over.dispatchEvent(new MouseEvent('dblclick'))}
          >
            zoomed
          </button>
        )}
        <button type="button" className="chip" aria-pressed={log} title="Logarithmic scale of the values" onClick={onLog}>
          log
        </button>
        <Menu entries={files} align="end">
          <button type="button" className="chip" aria-label="Save this chart" title="Save this chart as a picture, or its numbers">
            <Download size={12} />
          </button>
        </Menu>
      </header>
      <div className="plot-canvas">
        <div ref={box} className="plot-host" title="" />
        {nothing && <p className="nothing dim">{nothing}</p>}
        {!nothing && chart.curves.length === 0 && <p className="nothing dim">All of it is hidden.</p>}
        {pointed && <PlotHover shown={pointed} measure={measure} axis={axis} smooth={smooth} />}
      </div>
      <PlotLegend chart={whole} measure={measure} hidden={hidden} onToggle={onToggle} />
    </section>
  );
}
