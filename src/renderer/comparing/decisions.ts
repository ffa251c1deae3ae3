// How each of two compared runs becomes road: A as the view is set, B as was last chosen for it, else as A.
import type { RunId } from '../../shared/domain';
import type { Decision } from '../../shared/prediction/decision';
import { useSession } from '../state/session';
import { decisionOf, useView } from '../state/view';

/** Of B: its own remembered one; without one, the view's. */
export const otherDecision = (run: RunId): Decision => rememberedOf(run) ?? decisionOf(useView.getState());

export const rememberedOf = (run: RunId): Decision | null => useSession.getState().runs.find(({ id }) => id === run)?.decision ?? null;
