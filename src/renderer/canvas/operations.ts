// Mask operations in the window: what is pending for the panel, its outcome over the picture, large frames in a worker.
import { create } from 'zustand';
import type { MaskChange } from '../../shared/mask/change';
import { useView } from '../state/view';
import { LatestWorker } from './latestWorker';
import { MaskOperation, type OperationName, type OperationRequest, type Pending } from './maskOperation';
import type { Preview } from './preview';

export interface OperationState {
  readonly name: OperationName;
  readonly amount: number;
  readonly busy: boolean;
  /** Pixels; null while unknown. */
  readonly gets: number | null;
  readonly loses: number | null;
  /** One sentence when it cannot be computed. */
  readonly problem: string;
}

/** What the panel shows; null when nothing is pending. */
export const useOperation = create<{ pending: OperationState | null }>()(() => ({ pending: null }));

/** Both marks of the change are shown: what the class gets in its colour, what it loses in red. */
function previewOf(pending: Pending | null): Preview | null {
  const change = pending?.change;
  return change?.rect ? { region: { map: change.map, rect: change.rect, subtract: false } } : null;
}

export function makeOperations(show: (preview: Preview | null) => void): MaskOperation {
  const start = (): Worker => new Worker(new URL('./operationWorker.ts', import.meta.url), { type: 'module' });
  const worker = new LatestWorker<OperationRequest, MaskChange>(start);
  const operations = new MaskOperation({
    value: () => useView.getState().paintClass,
    over: () => useView.getState().paintOver,
    compute: (request) => worker.ask(request),
    changed: (pending) => {
      if (!pending) worker.drop();
      const change = pending?.change ?? null;
      const { name, amount, busy, problem } = pending ?? {};
      useOperation.setState({
        pending: name
          ? { name, amount: amount!, busy: busy!, problem: problem!, gets: change?.gets ?? null, loses: change?.loses ?? null }
          : null,
      });
      show(previewOf(pending));
    },
  });
  useView.subscribe((view, before) => {
    if (view.paintClass !== before.paintClass || view.paintOver !== before.paintOver) operations.again();
    // The tool that is taken in hand has the picture to itself.
    if (view.tool !== before.tool) operations.drop();
  });
  return operations;
}
