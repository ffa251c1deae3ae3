// What the overlay's colours and patterns mean; only while something is overlaid.
import { useLive } from '../state/live';
import { PairLegend } from '../comparing/PairLegend';
import { useView, type Compare } from '../state/view';

type Entry = readonly [swatch: string, words: string];

function compared(kind: Compare['kind'], relabelled: boolean): readonly Entry[] {
  if (kind === 'prediction') {
    return [
      ['mask-only', 'mask only'],
      ['prediction-only', 'prediction only'],
    ];
  }
  return [['mask-only', 'added'], ['prediction-only', 'removed'], ...(relabelled ? [['relabelled', 'other class'] as const] : [])];
}

function overlaid(outlineOnly: boolean, mask: boolean): readonly Entry[] {
  if (outlineOnly) return [...(mask ? [['mask-line', 'mask'] as const] : []), ['prediction-line', 'prediction']];
  if (!mask) return [['prediction-plain', 'prediction']];
  return [
    ['agree', 'agree'],
    ['mask-only', 'mask only'],
    ['prediction-only', 'prediction only'],
  ];
}

export function Legend() {
  const mask = useView((s) => s.showMask);
  const outlineOnly = useView((s) => s.outlineOnly);
  const prediction = useView((s) => s.showPrediction);
  const kind = useView((s) => s.compare.kind);
  const predicted = useLive((s) => s.predictionRun !== null);
  const difference = useLive((s) => s.comparison.difference);
  const suspects = useLive((s) => s.suspects);
  const entries: readonly Entry[] =
    difference && mask ? compared(kind, difference.relabelled > 0) : predicted && prediction ? overlaid(outlineOnly, mask) : [];
  if (kind === 'runs' && prediction) return <PairLegend />;
  if (entries.length === 0) return null;
  const marked: readonly Entry[] = suspects && prediction && !difference ? [['suspect-line', 'mask suspect']] : [];
  return (
    <ul className="legend" aria-label="Legend">
      {[...entries, ...marked].map(([look, words]) => (
        <li key={look}>
          <i className={`swatch-${look}`} aria-hidden />
          {words}
        </li>
      ))}
    </ul>
  );
}
