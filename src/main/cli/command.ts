// What every command shares: --json, progress, Ctrl+C, opening the project, and how failures become exit codes.
import { InvalidArgumentError, type Command } from 'commander';
import { resolve } from 'node:path';
import { ExpectedFailure, unwrap, type Failure } from '../../shared/result';
import type { Engine } from '../engine/protocol';
import type { OpenOptions, Project } from '../project/project';
import { openProject, studioOf, type Studio, type VerbOptions, type VerbProgress } from '../studio';
import type { Host } from './host';
import { Progress } from './progress';

export const DONE = 0;
export const FAILED = 1;
export const WRONG_USE = 2;
export const INTERRUPTED = 130;

/** What a command has to say when it ended: `json` is its answer to programs, `lines` to people. */
export interface Answer {
  readonly json: object;
  readonly lines: readonly string[];
  /** DONE unless given. */
  readonly code?: number;
}

/** One command at work. */
export interface Task {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly json: boolean;
  /** Progress and cancelling, as the verbs take them. */
  readonly verb: VerbOptions;
  /** A line that is neither result nor failure; on standard error. */
  note(line: string): void;
  /** A line of results that comes before the end (an epoch); with --json it goes to standard error. */
  tell(line: string): void;
  path(written: string): string;
  engine(): Promise<Engine>;
  open(project: string, mode: OpenOptions['mode']): Project;
  /** The project with the engine, which is loaded only when a verb first calls it. */
  studio(project: string, mode: OpenOptions['mode']): Studio;
}

/** Adds --json to a command and runs `work` when it is chosen. */
export function action<Options extends object>(
  command: Command,
  host: Host,
  end: (code: number) => void,
  work: (task: Task, args: readonly string[], options: Options) => Promise<Answer>,
): void {
  command.option('--json', 'print one JSON object as the last line of standard output');
  command.action(async () => {
    const options = command.opts<Options & { json?: boolean }>();
    end(await runTask(host, command.name(), options.json === true, (task) => work(task, command.args, options)));
  });
}

async function runTask(host: Host, name: string, json: boolean, work: (task: Task) => Promise<Answer>): Promise<number> {
  const progress = new Progress(host.stderr);
  const abort = new AbortController();
  const stopListening = host.onInterrupt(() => abort.abort());
  const opened: Project[] = [];
  const engines: Promise<Engine>[] = [];
  const line = (output: 'stdout' | 'stderr', text: string): void => {
    progress.clear();
    host[output].write(`${text}\n`);
  };
  const open = (project: string, mode: OpenOptions['mode']): Project => {
    const made = unwrap(openProject(resolve(host.cwd, project), { program: `roadbrush ${name}`, mode }));
    opened.push(made);
    if (made.readOnly !== null && mode !== 'read') line('stderr', `Nothing will be stored: ${made.readOnly}`);
    return made;
  };
  const engineOnce = (): Promise<Engine> => {
    if (engines.length === 0) engines.push(host.engine());
    return engines[0]!;
  };
  const task: Task = {
    ...{ host, progress, json, signal: abort.signal, open, engine: engineOnce },
    verb: { signal: abort.signal, onProgress: (tick: VerbProgress) => progress.tick(tick) },
    note: (text) => line('stderr', text),
    tell: (text) => line(json ? 'stderr' : 'stdout', text),
    path: (written) => resolve(host.cwd, written),
    studio: (project, mode) => studioOf(open(project, mode), lazyEngine(engineOnce)),
  };
  try {
    const answer = await work(task);
    if (json) line('stdout', JSON.stringify(answer.json));
    else for (const text of answer.lines) line('stdout', text);
    return answer.code ?? DONE;
  } catch (error) {
    if (!(error instanceof ExpectedFailure)) throw error;
    return report(error.failure, json, abort.signal.aborted, line);
  } finally {
    progress.clear();
    // One that could not be loaded was told of where it was asked for.
    for (const loaded of await Promise.allSettled(engines)) if (loaded.status === 'fulfilled') await loaded.value.close();
    for (const project of opened) project.close();
    stopListening();
  }
}

function report(failure: Failure, json: boolean, interrupted: boolean, line: (output: 'stdout' | 'stderr', text: string) => void): number {
  line('stderr', `roadbrush: ${failure.message}`);
  if (failure.hint) line('stderr', `  ${failure.hint}`);
  if (json) line('stdout', JSON.stringify({ error: failure }));
  if (failure.code === 'cancelled' && interrupted) return INTERRUPTED;
  return failure.code === 'bad-input' ? WRONG_USE : FAILED;
}

const lazyEngine = (engine: () => Promise<Engine>): Engine => ({
  call: async (name, input, options) => (await engine()).call(name, input, options),
  // The task closes the real one.
  close: async () => undefined,
});

/** Wrong use, found by a command itself. */
export function wrongUse(message: string): never {
  throw new InvalidArgumentError(message);
}
