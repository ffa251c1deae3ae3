// Which set a frame is in; never left out beside a score.
import type { Split } from '../../shared/domain';

export const SplitBadge = ({ split }: { split: Split }) => <em className={`badge ${split}`}>{split === 'none' ? 'no set' : split}</em>;
