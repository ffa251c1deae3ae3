// Registration of the contract's calls: who asks is checked, what is asked is checked, and every answer is a Result.
import type { z } from 'zod';
import { type Contract, contract, callChannel, type DomainName } from '../../shared/contract';
import type { Call } from '../../shared/contract/call';
import { attempt, fail, type Result } from '../../shared/result';

type Answer<C> = C extends Call ? (input: z.output<C['in']>) => Promise<Result<z.input<C['out']>>> | Result<z.input<C['out']>> : never;

/** One function a call, by domain and name: what the files beside this one provide. A throw of `refuse` is turned into a value here. */
export type Handlers = { readonly [D in DomainName]: { readonly [N in keyof Contract[D]]: Answer<Contract[D][N]> } };

/** What Electron tells of a caller, as far as we look at it. */
export interface Caller {
  readonly sender: unknown;
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}
export interface Gate {
  /** Electron's ipcMain.handle. */
  handle(channel: string, listener: (event: Caller, input: unknown) => unknown): void;
  /** Only the main frame of our own window, at one of our own pages. */
  trusts(caller: Caller): boolean;
  /** Development and tests: answers are held against the contract too. */
  readonly checkAnswers: boolean;
  readonly log: { error(message: string, details?: object): void; warn(message: string, details?: object): void };
}

export function registerCalls(handlers: Handlers, gate: Gate): void {
  for (const [domain, calls] of Object.entries(contract)) {
    for (const [name, entry] of Object.entries(calls as Record<string, Call>)) {
      const answer = (handlers as unknown as Record<string, Record<string, (input: unknown) => unknown>>)[domain]?.[name];
      if (!answer) throw new Error(`No handler for ${domain}.${name}.`);
      gate.handle(callChannel(domain, name), (caller, input) => answered(`${domain}.${name}`, entry, answer, gate, caller, input));
    }
  }
}

async function answered(
  name: string,
  entry: Call,
  answer: (input: unknown) => unknown,
  gate: Gate,
  caller: Caller,
  input: unknown,
): Promise<Result<unknown>> {
  if (!gate.trusts(caller)) {
    gate.log.warn(`A call of ${name} from elsewhere was refused.`, { from: caller.senderFrame?.url ?? 'a frame that is gone' });
    return fail('forbidden', `${name} may be called by Roadbrush's own window only.`);
  }
  const asked = entry.in.safeParse(input);
  if (!asked.success) {
    gate.log.warn(`A call of ${name} had a wrong input.`, { problems: asked.error.issues });
    return fail('bad-input', `${name}: ${words(asked.error)}.`);
  }
  try {
    const result = await attempt(async () => (await answer(asked.data)) as Result<unknown>);
    const flat = result.ok ? result.value : result;
    return gate.checkAnswers && flat.ok ? checked(entry, flat.value) : flat;
  } catch (error) {
    gate.log.error(`${name} failed in a way nobody expected.`, { error: error instanceof Error ? error.stack : String(error) });
    const why = error instanceof Error ? error.message : String(error);
    return fail('bug', `Something went wrong inside Roadbrush (${name}): ${why}`, 'Help > Open log has the details.');
  }
}

function checked(entry: Call, value: unknown): Result<unknown> {
  const held = entry.out.safeParse(value);
  if (!held.success) throw new Error(`the answer is not what the contract says: ${words(held.error)}`);
  return { ok: true, value: held.data };
}

const words = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`)
    .join('; ');
