// A chart as a file: drawn once more with its title and its runs' names, or as numbers. Main asks where to.
import type uPlot from 'uplot';
import { studio } from '../api';
import { notify, told } from '../state/notices';
import { curvesCsv } from './curvesCsv';
import { runColour, runShape, type Chart } from './curves';
import type { Measure } from './measures';
import { OPEN, trace } from './plotMarks';
import { colour } from './plotOptions';

export async function saveCsv(chart: Chart, measure: Measure, smoothing: number): Promise<void> {
  await save(chart, measure, 'csv', new TextEncoder().encode(curvesCsv(chart, measure, smoothing)));
}

export async function savePicture(plot: uPlot, chart: Chart, measure: Measure, measuredOn: string): Promise<void> {
  const canvas = picture(plot, chart, measure, measuredOn);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) return void notify({ tone: 'bad', message: 'The picture of the chart could not be made: it is too large.' });
  await save(chart, measure, 'png', new Uint8Array(await blob.arrayBuffer()));
}

async function save(chart: Chart, measure: Measure, kind: 'png' | 'csv', bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const runs = [...new Set(chart.curves.map(({ run }) => run.name))];
  const name = `${measure.title}, ${runs.length === 1 ? runs[0] : `${runs.length} runs`}`;
  const saved = await told(studio.runs.saveCurves({ kind, name: name.slice(0, 200), bytes }));
  if (saved) notify({ tone: 'good', message: `Saved ${saved.file}.` });
}

const LINE = 20;
const EDGE = 16;

/** Twice as many pixels as on the screen at least, so that it prints. */
function picture(plot: uPlot, chart: Chart, measure: Measure, measuredOn: string): HTMLCanvasElement {
  const drawn = plot.ctx.canvas;
  const scale = drawn.width / plot.width;
  const canvas = document.createElement('canvas');
  const ctx = canvas.getContext('2d')!;
  const font = (weight: number, size: number): string => `${weight} ${size}px "Inter Variable", sans-serif`;
  ctx.font = font(400, 11);
  const keys = placedKeys(chart, plot.width - 2 * EDGE, (text) => ctx.measureText(text).width);
  const rows = (keys.at(-1)?.row ?? -1) + 1;
  const height = EDGE + 2 * LINE + plot.height + rows * LINE + EDGE;
  canvas.width = Math.round((plot.width + 2 * EDGE) * scale);
  canvas.height = Math.round(height * scale);
  ctx.scale(scale, scale);
  ctx.fillStyle = colour('--panel');
  ctx.fillRect(0, 0, plot.width + 2 * EDGE, height);
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colour('--text');
  ctx.font = font(600, 13);
  ctx.fillText(measure.title, EDGE, EDGE + LINE / 2);
  const titled = ctx.measureText(measure.title).width;
  ctx.font = font(400, 11);
  ctx.fillStyle = colour('--dim');
  const dashes =
    measure.readings.length > 1 ? measure.readings.map(({ name, dashed }) => `${name} ${dashed ? 'dashed' : 'solid'}`).join(', ') : '';
  ctx.fillText([measuredOn, dashes].filter(Boolean).join(' · '), EDGE + titled + 12, EDGE + LINE / 2, plot.width - titled - 12);
  ctx.drawImage(drawn, EDGE, EDGE + 1.5 * LINE, plot.width, plot.height);
  for (const { id, name, left, row } of keys) {
    const [x, y] = [EDGE + left, EDGE + 2.5 * LINE + plot.height + row * LINE];
    const shape = runShape(id);
    trace(ctx, shape, x + 5, y, 3.4);
    ctx.fillStyle = ctx.strokeStyle = colour(runColour(id));
    ctx.lineWidth = 1.6;
    if (OPEN.has(shape)) ctx.stroke();
    else ctx.fill();
    ctx.fillStyle = colour('--text');
    ctx.fillText(name, x + 14, y);
  }
  return canvas;
}

/** The runs' names in rows beneath the chart. */
export function placedKeys(
  chart: Chart,
  room: number,
  widthOf: (text: string) => number,
): { id: number; name: string; left: number; row: number }[] {
  let [left, row] = [0, 0];
  return [...new Set(chart.curves.map(({ run }) => run))].map(({ id, name }) => {
    const width = widthOf(name) + 32;
    if (left > 0 && left + width > room) [left, row] = [0, row + 1];
    const key = { id, name, left, row };
    left += width;
    return key;
  });
}
