// The commands of two runs that are compared.
import { useView } from '../state/view';
import { blink, nextShow, swapRuns, toggleComparison } from './actions';
import { toggleTable } from './state';

const comparing = (): boolean => useView.getState().compare.kind === 'runs';

export const comparingCommands = [
  { name: 'compare.runs', title: 'Compare two runs, or no longer', keys: ['Shift+C'], run: toggleComparison },
  { name: 'compare.table', title: 'Table of frames of two runs', keys: ['Alt+C'], run: toggleTable },
  { name: 'compare.blink', title: 'Blink: show run B instead of A (held, or pressed again)', keys: ['J'], when: comparing, run: blink },
  { name: 'compare.swap', title: 'Swap run A and run B', keys: ['Shift+J'], when: comparing, run: swapRuns },
  { name: 'compare.show', title: 'Two runs as overlay, swipe or blink', keys: ['Alt+J'], when: comparing, run: nextShow },
];
