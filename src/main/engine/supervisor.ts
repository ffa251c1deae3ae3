// Main's end of the engine: starts the process at the first call, watches it, and starts a new one at the next call after it died.
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, type Result } from '../../shared/result';
import { appRoot, type Routes } from '../routes';
import { cancelled } from './answer';
import { EngineLife } from './life';
import type { CallOptions, Engine, EngineCallName, EngineInput, EngineOutput } from './protocol';

export type EngineState = 'stopped' | 'starting' | 'ready' | 'died';

export interface SupervisorOptions {
  readonly routes: Pick<Routes, 'node' | 'tensorflow'>;
  /** Gets each line that the engine and the native libraries in it write to their outputs. */
  readonly log: (line: string) => void;
  readonly onState?: (state: EngineState, message: string) => void;
  /** The bundled engine.js. */
  readonly entry?: string;
  /** 0 to 19: how far the engine steps back behind the window. */
  readonly nice?: number;
  /** What the engine's environment has besides ours. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Wait before the n-th start in a row that followed a death without any call done in between, in ms. */
  readonly backOff?: (deaths: number) => number;
}

export interface SupervisedEngine extends Engine {
  /** Of the process that is running now. */
  pid(): number | undefined;
}

const gently = (deaths: number): number => (deaths < 2 ? 0 : Math.min(30_000, 500 * 2 ** (deaths - 2)));

export function superviseEngine(options: SupervisorOptions): SupervisedEngine {
  return new Supervisor(options);
}

class Supervisor implements SupervisedEngine {
  private life: EngineLife | null = null;
  private closed = false;
  private deaths = 0;
  private notBefore = 0;

  constructor(private readonly options: SupervisorOptions) {}

  pid(): number | undefined {
    return this.life?.pid;
  }

  async call<K extends EngineCallName>(name: K, input: EngineInput<K>, options: CallOptions<K> = {}): Promise<Result<EngineOutput<K>>> {
    const { signal, onEvent } = options;
    // While it runs a call is open at once: its death is this call's, never one that the call was not yet made in.
    const wait = this.life ? 0 : this.notBefore - Date.now();
    try {
      if (wait > 0) await sleep(wait, undefined, signal ? { signal } : {});
    } catch {
      return cancelled();
    }
    if (this.closed || signal?.aborted) return cancelled();
    const life = this.life ?? this.start();
    if (life === null) return fail('not-set-up', 'Node 22, which the engine runs in, is not set up.', 'Run `npm run doctor`.');
    const result = await life.call(name, input, onEvent as ((event: unknown) => void) | undefined, signal);
    if (result.ok) this.deaths = 0;
    return result as Result<EngineOutput<K>>;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.life?.close();
  }

  private start(): EngineLife | null {
    const { routes, log, onState, nice = 10, environment = {}, entry = join(appRoot(), 'out', 'main', 'engine.js') } = this.options;
    if (routes.node === null) return null;
    onState?.('starting', 'The engine is starting.');
    const life = new EngineLife({
      node: routes.node,
      entry,
      env: engineEnvironment({ ...process.env, ...environment }, routes.tensorflow?.dir, nice),
      log,
      onReady: () => onState?.('ready', 'The engine is ready.'),
      onEnd: (message) => this.buried(message),
    });
    this.life = life;
    return life;
  }

  private buried(message: string): void {
    this.life = null;
    if (this.closed) return this.options.onState?.('stopped', message);
    this.deaths += 1;
    this.notBefore = Date.now() + (this.options.backOff ?? gently)(this.deaths);
    this.options.log(message);
    this.options.onState?.('died', message);
  }
}

/** Ours, without what is meant for Electron itself or for the Node that main is, and with what TensorFlow reads when it loads. */
export function engineEnvironment(ours: NodeJS.ProcessEnv, tensorflowDir: string | undefined, nice: number): NodeJS.ProcessEnv {
  const kept = Object.entries(ours).filter(([name]) => !/^(ELECTRON_|NODE_OPTIONS$|NODE_CHANNEL_|NODE_UNIQUE_ID$)/.test(name));
  const env = Object.fromEntries(kept);
  const libraries = [tensorflowDir && join(tensorflowDir, 'tensorflow'), env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
  return {
    ...env,
    ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}),
    TF_CPP_MIN_LOG_LEVEL: env['TF_CPP_MIN_LOG_LEVEL'] ?? '2',
    TF_FORCE_GPU_ALLOW_GROWTH: env['TF_FORCE_GPU_ALLOW_GROWTH'] ?? 'true',
    ROADBRUSH_ENGINE_NICE: String(nice),
  };
}
