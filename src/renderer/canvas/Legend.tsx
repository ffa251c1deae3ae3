// What the overlay's colours and patterns mean; only while something is overlaid.
import { useLive } from '../state/live';
import { useView } from '../state/view';

export function Legend() {
  const mask = useView((s) => s.showMask);
  const outlineOnly = useView((s) => s.outlineOnly);
  const prediction = useView((s) => s.showPrediction);
  const predicted = useLive((s) => s.predictionRun !== null);
  if (!predicted || !prediction) return null;
  const entries: readonly (readonly [string, string])[] = outlineOnly
    ? [...(mask ? [['mask-line', 'mask'] as const] : []), ['prediction-line', 'prediction'] as const]
    : mask
      ? [
          ['agree', 'agree'],
          ['mask-only', 'mask only'],
          ['prediction-only', 'prediction only'],
        ]
      : [['prediction-plain', 'prediction']];
  return (
    <ul className="legend" aria-label="Legend">
      {entries.map(([look, words]) => (
        <li key={look}>
          <i className={`swatch-${look}`} aria-hidden />
          {words}
        </li>
      ))}
    </ul>
  );
}
