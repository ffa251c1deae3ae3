// One life of the engine process, as main sees it: from spawn until its last pipe is closed.
import { spawn, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fail, type Result } from '../../shared/result';
import type { FromEngine, ToEngine } from './messages';
import type { EngineCallName } from './protocol';
import { encodeFrame, FrameReader } from './wire';

export interface LifeOptions {
  /** The Node 22 to run it in. */
  readonly node: string;
  /** The bundled engine.js. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly onReady: () => void;
  /** Once, when the process is gone for good; every open call has been failed before with the same sentence. */
  readonly onEnd: (message: string) => void;
}

interface OpenCall {
  readonly settle: (result: Result<unknown>) => void;
  readonly onEvent: ((event: unknown) => void) | undefined;
}

/** How many of its last lines tell why it died, and how far back they are looked for: before the stack that Node prints when it dies. */
const LAST_WORDS = 3;
const REMEMBERED = 60;
/** Stack frames, native and JavaScript, markers under source lines, Node's own signature, and what TensorFlow notes while all is well. */
const NO_WORDS = /^(at |\d+: |-{2,}|<---|\^+$|[{}]|Node\.js v|$)|^WARNING: All log messages before absl|^[IW]\d{4} /;
/** After exit, how long what is still in the pipes may take. */
const DRAIN_MS = 1_000;
const CLOSE_MS = 4_000;

export class EngineLife {
  private readonly child: ChildProcess;
  private readonly open = new Map<number, OpenCall>();
  private readonly lastWords: string[] = [];
  private nextId = 1;
  private ended = false;
  private closing = false;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;

  constructor(private readonly options: LifeOptions) {
    this.child = spawn(options.node, [options.entry], {
      cwd: dirname(options.entry),
      env: options.env,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.gone = this.watch();
    this.readFrames(this.child.stdio[3] as Readable);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  call(name: EngineCallName, input: unknown, onEvent: OpenCall['onEvent'], signal: AbortSignal | undefined): Promise<Result<unknown>> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      const cancel = (): void => this.send({ kind: 'cancel', id });
      const settle = (result: Result<unknown>): void => {
        this.open.delete(id);
        signal?.removeEventListener('abort', cancel);
        resolve(result);
      };
      // First the frame: if the input cannot be sent that is a bug, and must not leave an open call.
      this.send({ kind: 'call', id, name, input });
      this.open.set(id, { settle, onEvent });
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  /** Closes its input, which makes it cancel what is open and end; ends it the hard way when it does not. */
  async close(): Promise<void> {
    this.closing = true;
    this.input.end();
    const kill = setTimeout(() => this.child.kill('SIGKILL'), CLOSE_MS);
    await this.gone;
    clearTimeout(kill);
  }

  private get input(): Writable {
    return this.child.stdin!;
  }

  private send(message: ToEngine): void {
    const pieces = encodeFrame(message);
    if (this.ended || !this.input.writable) return;
    this.input.cork();
    for (const piece of pieces) this.input.write(piece);
    this.input.uncork();
  }

  private readFrames(output: Readable): void {
    const reader = new FrameReader();
    output.on('data', (piece: Uint8Array) => {
      try {
        for (const message of reader.push(piece) as FromEngine[]) this.receive(message);
      } catch (error) {
        this.say(`its answer cannot be read: ${String(error)}`);
        output.destroy();
        this.child.kill('SIGKILL');
      }
    });
    output.on('error', () => undefined);
  }

  private receive(message: FromEngine): void {
    if (message.kind === 'ready') return this.options.onReady();
    const call = this.open.get(message.id);
    if (message.kind === 'result') return call?.settle(message.result);
    try {
      call?.onEvent?.(message.event);
    } catch (error) {
      // A listener's bug: it must not cost the engine its life.
      this.options.log(`a listener of the engine failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  private watch(): Promise<void> {
    const { child } = this;
    // Writing to a process that has just died is no news: its end is what we tell.
    this.input.on('error', () => undefined);
    for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on('line', (line) => this.say(line));
    return new Promise((resolve) => {
      const end = (message: string): void => {
        if (this.ended) return;
        this.ended = true;
        const { message: sentence, hint } = this.closing ? { message: 'The engine was closed.', hint: undefined } : this.obituary(message);
        for (const call of [...this.open.values()]) call.settle(fail(this.closing ? 'cancelled' : 'engine-died', sentence, hint));
        this.options.onEnd(sentence);
        resolve();
      };
      child.once('error', (error) => end(`could not be started with ${this.options.node}: ${error.message}`));
      child.once('close', (code, signal) => end(howItEnded(code, signal)));
      child.once('exit', (code, signal) => setTimeout(() => end(howItEnded(code, signal)), DRAIN_MS).unref());
    });
  }

  private say(line: string): void {
    this.options.log(line);
    this.lastWords.push(line);
    if (this.lastWords.length > REMEMBERED) this.lastWords.shift();
  }

  private obituary(end: string): { message: string; hint: string } {
    const lines = this.lastWords.map((line) => line.trim()).filter((line) => !NO_WORDS.test(line));
    const words = lines.slice(-LAST_WORDS).map((line) => line.slice(0, 300));
    const message = `The engine ${end}.${words.length > 0 ? ` Its last words: ${words.join(' / ')}` : ''}`;
    if (end.includes('could not be started')) return { message, hint: 'Run `npm run doctor`: it says which part is missing.' };
    const memory = end.includes('SIGKILL')
      ? ' If this happens again, the machine may be short of memory: try a smaller batch or size.'
      : '';
    return { message, hint: `It starts again by itself; a run goes on from its last checkpoint with Resume.${memory}` };
  }
}

const howItEnded = (code: number | null, signal: string | null): string =>
  signal === null ? `stopped unexpectedly (exit code ${code})` : `stopped unexpectedly (${signal})`;
