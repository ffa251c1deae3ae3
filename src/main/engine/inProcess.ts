// The engine in this process, for the command line: the same handlers, the same failures.
import { answer, cancelled } from './answer';
import { engineHandlers } from './handlers';
import type { Engine, EngineHandlers } from './protocol';

export function inProcessEngine(handlers: EngineHandlers = engineHandlers): Engine {
  const open = new Map<AbortController, Promise<unknown>>();
  let closed = false;
  return {
    async call(name, input, { onEvent, signal } = {}) {
      if (closed || signal?.aborted) return cancelled();
      const controller = new AbortController();
      const abort = (): void => controller.abort();
      signal?.addEventListener('abort', abort, { once: true });
      const answered = answer(handlers, name, input, { emit: (event) => onEvent?.(event), signal: controller.signal });
      open.set(controller, answered);
      try {
        return await answered;
      } finally {
        open.delete(controller);
        signal?.removeEventListener('abort', abort);
      }
    },
    /** Cancels what is open and waits until it has cleaned up behind itself. */
    async close() {
      closed = true;
      for (const controller of open.keys()) controller.abort();
      await Promise.all(open.values());
    },
  };
}
