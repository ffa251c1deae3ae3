// Calls about two runs held against each other. One comparison at a time: the newest wins.
import { ok } from '../../shared/result';
import { compareRuns } from '../studio';
import type { Desk } from './desk';
import type { Handlers } from './register';
import { Throttle } from './throttle';

const INTERVAL = 100;

export function compareCalls(desk: Desk): Handlers['compare'] {
  let now = new AbortController();
  const progress = new Throttle<'pair', { done: number; total: number }>(INTERVAL, (_, tick) =>
    desk.around.events.send('compareProgress', tick),
  );
  return {
    runs: async (what) => {
      now.abort();
      const mine = (now = new AbortController());
      const onProgress = ({ done, total }: { done: number; total: number }): void => {
        if (!mine.signal.aborted) progress.put('pair', { done, total });
      };
      return desk.whileOpen((signal) => compareRuns(desk.project, what, { signal, onProgress }), mine);
    },
    cancel: () => {
      now.abort();
      return ok({});
    },
  };
}
