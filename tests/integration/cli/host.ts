// The command line with its surroundings replaced: what it writes is kept, its engine is the scripted one.
import { main } from '../../../src/main/cli/main';
import type { Engine } from '../../../src/main/engine/protocol';
import { fakeEngine } from '../../unit/studio/fakeEngine';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The last line of standard output, parsed. */
  readonly json: Record<string, unknown>;
}
export interface Surroundings {
  readonly cwd: string;
  readonly engine?: Engine;
  readonly terminal?: boolean;
  /** Given what stops the command, as Ctrl+C does. */
  readonly interrupt?: (stop: () => void) => void;
}

export async function roadbrush(
  args: readonly string[],
  { cwd, engine = fakeEngine(), terminal = false, interrupt }: Surroundings,
): Promise<Ran> {
  const written = { out: '', err: '' };
  const output = (to: 'out' | 'err') => ({ write: (text: string) => void (written[to] += text), isTTY: terminal, columns: 100 });
  const code = await main(args, {
    ...{ stdout: output('out'), stderr: output('err'), cwd, engine: async () => engine, ownEngine: () => engine, routes: () => null },
    onInterrupt: (stop) => {
      interrupt?.(stop);
      return () => undefined;
    },
  });
  const last = written.out.trimEnd().split('\n').at(-1) ?? '';
  return { code, ...written, json: last.startsWith('{') ? (JSON.parse(last) as Record<string, unknown>) : {} };
}
