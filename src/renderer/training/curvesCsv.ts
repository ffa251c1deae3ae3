// A chart's numbers as CSV: a row for each run, epoch and reading, naming what it was measured on. Pure.
import type { Chart } from './curves';
import type { Measure } from './measures';

const HEADER = ['run', 'run_name', 'epoch', 'step', 'seconds', 'measure', 'reading', 'value', 'smoothed', 'held_out_frames', 'threshold'];

/** Commas, quotes and line ends inside a field are quoted (RFC 4180); numbers with all their digits. `smoothed` is empty without smoothing. */
export function curvesCsv(chart: Chart, measure: Measure, smoothing: number): string {
  const rows = chart.curves.flatMap(({ run, label, points }) => {
    let seconds = 0;
    const onHeldOut = measure.heldOut || label === 'held-out';
    return points.flatMap(({ epoch, raw, value }, i) => {
      seconds += run.epochs[i]?.seconds ?? 0;
      if (raw === null) return [];
      return [
        [
          ...[run.id, run.name, epoch, epoch * run.stepsPerEpoch, Number(seconds.toFixed(3)), measure.id, label, raw],
          ...[smoothing > 0 ? value : '', onHeldOut ? run.heldOutFrames : '', measure.heldOut ? run.threshold : ''],
        ],
      ];
    });
  });
  return `${[HEADER, ...rows].map((row) => row.map((cell) => field(String(cell ?? ''))).join(',')).join('\r\n')}\r\n`;
}

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
