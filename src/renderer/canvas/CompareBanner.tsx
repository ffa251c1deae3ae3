// Says that only a difference is seen, what of, and how much it is; and how to get back.
import { LoaderCircle, X } from 'lucide-react';
import type { Difference } from '../../shared/overlay/difference';
import { whole } from '../format';
import { useLive } from '../state/live';
import { NOTHING_COMPARED, useView, type Compare } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';

/** '1 204 px added, 310 removed'. */
export function differenceWords({ added, removed, relabelled }: Difference, kind: Compare['kind']): string {
  if (added + removed + relabelled === 0) return 'no difference';
  const [more, less] = kind === 'prediction' ? ['only in the mask', 'only in the prediction'] : ['added', 'removed'];
  const parts: [number, string][] = [
    [added, more],
    [removed, less],
    [relabelled, 'of another class'],
  ];
  const said = parts.filter(([n], i) => n > 0 || i < 2).map(([n, what], i) => `${whole(n)}${i === 0 ? ' px' : ''} ${what}`);
  return said.join(', ');
}

const titleOf = (compare: Compare): string => (compare.kind === 'prediction' ? 'the prediction' : 'label' in compare ? compare.label : '');

export function CompareBanner() {
  const compare = useView((s) => s.compare);
  const { is, message, difference } = useLive((s) => s.comparison);
  const setCompare = useView((s) => s.setCompare);
  if (compare.kind === 'none' || compare.kind === 'runs') return null;
  return (
    <div className="compare-banner" role="status" data-testid="compare">
      {is === 'busy' && <LoaderCircle size={14} className="spin" aria-label="loading" />}
      <span>
        {compare.kind === 'pair' ? 'Comparing ' : 'Comparing with '}
        <b>{titleOf(compare)}</b>
        {is === 'failed' ? `: ${message}` : difference ? `: ${differenceWords(difference, compare.kind)}.` : '…'}
        {compare.kind === 'pair' && is !== 'failed' && <em> Painting waits.</em>}
      </span>
      <Button look="plain" small tip="End the comparison" onClick={() => setCompare(NOTHING_COMPARED)}>
        <X size={13} /> End <kbd>{keysOf('compare.end') ?? 'Esc'}</kbd>
      </Button>
    </div>
  );
}
