// The number by which the list is ordered, in words, for a frame's row and for the ruler's tooltip.
import type { FrameId } from '../../shared/domain';
import { MEASURE_WORDS, measureWords } from '../../shared/queue/measures';
import { MEASURE_OF, useQueue } from '../state/queue';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { isQueueSort, type Sort } from './order';

export interface QueueNumber {
  /** 'suspicion 0.214' */
  readonly words: string;
  /** What it means, and of which run and epoch it is. */
  readonly means: string;
}

/** Undefined for orders without numbers, and for frames without one. */
export function queueNumber(sort: Sort, frame: FrameId): QueueNumber | undefined {
  if (!isQueueSort(sort)) return undefined;
  const { measures, pair, gaps } = useQueue.getState();
  const measure = MEASURE_OF[sort];
  if (measure) {
    const row = measures.get(measure)?.rows.get(frame);
    const { run } = useView.getState();
    const name = useSession.getState().runs.find(({ id }) => id === run)?.name;
    const of = [name, `epoch ${row?.epoch}`].filter(Boolean).join(', ');
    return row && { words: measureWords(measure, row.value), means: `${MEASURE_WORDS[measure].means} Of ${of}.` };
  }
  if (sort === 'pair') {
    const value = pair?.disagreement.get(frame);
    return value === undefined ? undefined : { words: `differ ${(100 * value).toFixed(1)} %`, means: pair!.label };
  }
  const gap = gaps.get(frame);
  return gap === undefined
    ? undefined
    : { words: `${gap} apart`, means: 'Frames between it and the nearest one that is reviewed or came before it.' };
}

/** Drawn again when its own words change alone. */
export const useQueueWords = (sort: Sort, frame: FrameId): string | undefined => useQueue(() => queueNumber(sort, frame)?.words);
