// One call answered by its handler: the same outcome in the engine process and in the command line's own.
import { ExpectedFailure, fail, ok, type Result } from '../../shared/result';
import type { EngineCallName, EngineEvent, EngineHandlers, EngineInput, EngineOutput } from './protocol';

export const cancelled = (): Result<never> => fail('cancelled', 'Cancelled.');

/**
 * Never throws. A cancelled call is 'cancelled' whatever its handler threw on the way out; work that was whole before it noticed is its value.
 * An exception that nobody expected is a bug: 'bug', with the stack on standard error.
 */
export async function answer<K extends EngineCallName>(
  handlers: EngineHandlers,
  name: K,
  input: EngineInput<K>,
  context: { readonly emit: (event: EngineEvent<K>) => void; readonly signal: AbortSignal },
): Promise<Result<EngineOutput<K>>> {
  if (context.signal.aborted) return cancelled();
  try {
    return ok(await handlers[name](input, context));
  } catch (error) {
    if (context.signal.aborted) return cancelled();
    if (error instanceof ExpectedFailure) return { ok: false, error: error.failure };
    console.error(`engine: ${name} failed:`, error);
    const why = error instanceof Error ? error.message : String(error);
    return fail('bug', `Something went wrong in Roadbrush itself (${name}): ${why}`, 'Please report it with the log.');
  }
}
