// The held-out set's scores after the decision of the moment: a sum over histograms where a threshold alone decides, else as last counted.
import { useMemo } from 'react';
import type { SetScore } from '../../shared/domain';
import { isPlain } from '../../shared/prediction/decision';
import { heldOutAt, useHeldOut } from './heldOut';
import { useHeldOutDecided, type HeldOutDecided } from './heldOutDecided';
import { useDecision } from './view';

export interface HeldOutNow extends Pick<HeldOutDecided, 'counting' | 'problem'> {
  /** Null while it is not known. While `busy` it is of the decision before. */
  readonly score: SetScore | null;
  readonly busy: boolean;
}

export function useHeldOutNow(): HeldOutNow {
  const decision = useDecision();
  const counted = useHeldOut((s) => s.counted);
  const curve = useHeldOut((s) => s.curve);
  const later = useHeldOutDecided();
  const plain = isPlain(decision);
  const { threshold } = decision;
  const now = useMemo(() => (plain ? heldOutAt({ counted, curve }, threshold) : null), [plain, counted, curve, threshold]);
  if (plain) return { score: now, busy: false, counting: null, problem: '' };
  return { score: later.score, busy: later.counting !== null, counting: later.counting, problem: later.problem };
}
