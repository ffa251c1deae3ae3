// Which runs a click or a key chooses: one alone, one more (Ctrl), or all from the last one picked to this one (Shift).
import type { RunId } from '../../shared/domain';
import { chooseRuns, useTraining } from './state';

export type PickWay = 'alone' | 'add' | 'range';

export const wayOf = (event: { readonly ctrlKey: boolean; readonly metaKey: boolean; readonly shiftKey: boolean }): PickWay =>
  event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'add' : 'alone';

/** The chosen runs after this one was picked among `order`, the runs as they are listed. `anchor`: where a range begins. The picked run is the main one. */
export function picked(
  chosen: readonly RunId[],
  anchor: RunId | null,
  run: RunId,
  way: PickWay,
  order: readonly RunId[],
): { readonly chosen: readonly RunId[]; readonly anchor: RunId } {
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(run);
  if (way === 'range' && anchor !== null && from >= 0 && to >= 0) {
    const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    return { chosen: [...(from <= to ? range : range.reverse())], anchor };
  }
  if (way !== 'add') return { chosen: [run], anchor: run };
  return { chosen: chosen.includes(run) ? chosen.filter((id) => id !== run) : [...chosen, run], anchor: run };
}

let anchor: RunId | null = null;

export function pickRun(run: RunId, way: PickWay, order: readonly RunId[]): void {
  const { chosen, selected } = useTraining.getState();
  const begin = anchor !== null && chosen.includes(anchor) ? anchor : selected;
  const next = picked(chosen, begin, run, way, order);
  anchor = next.anchor;
  chooseRuns(next.chosen);
}
