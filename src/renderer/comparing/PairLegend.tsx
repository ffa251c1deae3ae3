// What the colours and patterns of two runs mean, with their names and epochs.
import { useLive } from '../state/live';
import { useRun } from '../state/session';
import { useView } from '../state/view';

export function PairLegend() {
  const compare = useView((s) => s.compare);
  const run = useRun(useView((s) => s.run));
  const outlineOnly = useView((s) => s.outlineOnly);
  const mask = useView((s) => s.showMask);
  const blinkOther = useView((s) => s.blinkOther);
  const epoch = useLive((s) => s.predictionEpoch);
  const otherEpoch = useLive((s) => s.pair.epoch);
  const other = useRun(compare.kind === 'runs' ? compare.other : null);
  if (compare.kind !== 'runs' || !run || !other) return null;
  const a = `${run.name}, epoch ${epoch ?? '…'}`;
  const b = `${other.name}, epoch ${otherEpoch ?? '…'}`;
  const line = outlineOnly ? '-line' : '';
  const only = outlineOnly ? '' : 'only ';
  const entries: readonly (readonly [string, string])[] = {
    overlay: [
      ...(outlineOnly ? [] : [['agree', 'both'] as const]),
      [`pair-a${line}`, `${only}A: ${a}`],
      [`pair-b${line}`, `${only}B: ${b}`],
    ] as const,
    swipe: [
      [`pair-a-plain${line}`, `left, A: ${a}`],
      [`pair-b-plain${line}`, `right, B: ${b}`],
    ] as const,
    blink: [[`pair-a-plain${line}`, blinkOther ? `now B: ${b}` : `now A: ${a}`]] as const,
  }[compare.show];
  return (
    <ul className="legend" aria-label="Legend">
      {[...entries, ...(mask ? [['mask-line', 'mask'] as const] : [])].map(([look, words]) => (
        <li key={look}>
          <i className={`swatch-${look}`} aria-hidden />
          {words}
        </li>
      ))}
    </ul>
  );
}
