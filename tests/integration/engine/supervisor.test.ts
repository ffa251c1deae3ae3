// Main and the engine process: calls, events, cancelling, dying and starting again, closing.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import type { EngineState, SupervisedEngine, SupervisorOptions } from '../../../src/main/engine/supervisor';
import { superviseEngine } from '../../../src/main/engine/supervisor';
import { readRoutes } from '../../../src/main/routes';
import { bundled, source } from './build';

const program = bundled({
  scripted: source('tests/integration/engine/scriptedEngine.ts'),
  asElectron: source('tests/integration/engine/asElectron.ts'),
});
let engine: SupervisedEngine;
const log: string[] = [];
const states: [EngineState, string][] = [];

function started(changes: Partial<SupervisorOptions> = {}): SupervisedEngine {
  log.length = 0;
  states.length = 0;
  return (engine = superviseEngine({
    routes: { node: process.execPath, tensorflow: null },
    log: (line) => log.push(line),
    onState: (state, message) => states.push([state, message]),
    entry: program('scripted'),
    backOff: () => 0,
    ...changes,
  }));
}
afterEach(() => engine.close());

const act = (path: string, width = 1, signal?: AbortSignal) => engine.call('images.thumbnail', { path, width }, signal ? { signal } : {});
const said = (result: Awaited<ReturnType<typeof act>>): string =>
  result.ok ? Buffer.from(result.value.webp).toString() : JSON.stringify(result);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const soon = async (condition: () => boolean): Promise<void> => {
  for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(condition()).toBe(true);
};

describe('the engine process', () => {
  test('starts at the first call, not before, and serves all calls from then on', async () => {
    started();
    expect(engine.pid()).toBeUndefined();
    const answers = await Promise.all([act('chatter'), act('chatter'), act('env')]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const pid = engine.pid()!;
    expect(said(await act('chatter'))).toBe('said');
    expect(engine.pid()).toBe(pid);
    expect(states.map(([state]) => state)).toEqual(['starting', 'ready']);
  });

  test('sends events in order, each to its own call', async () => {
    started();
    const items = (count: number) => Array.from({ length: count }, () => ({ image: '', mask: null, maskKind: 'label-ids' as const }));
    const seen: Record<string, number[]> = { a: [], b: [] };
    await Promise.all([
      engine.call('images.inspect', { items: items(20) }, { onEvent: ({ done }) => seen['a']!.push(done) }),
      engine.call('images.inspect', { items: items(5) }, { onEvent: ({ done }) => seen['b']!.push(done) }),
    ]);
    expect(seen).toEqual({ a: Array.from({ length: 20 }, (_, i) => i + 1), b: [1, 2, 3, 4, 5] });
  });

  test('hands what it and the native libraries say to the log, and answers all the same', async () => {
    started();
    expect(said(await act('chatter'))).toBe('said');
    await soon(() => log.includes('to standard output') && log.includes('to standard error'));
  });

  test('survives a listener that throws, and says so in the log', async () => {
    started();
    const items = [{ image: '', mask: null, maskKind: 'label-ids' as const }];
    const onEvent = (): void => {
      throw new Error('of the listener');
    };
    expect((await engine.call('images.inspect', { items }, { onEvent })).ok).toBe(true);
    expect(log.join()).toContain('of the listener');
  });

  test.each([
    ['refuse', { code: 'unreadable', message: 'a.png cannot be read.', hint: 'Look at it.' }],
    ['bug', { code: 'bug', message: expect.stringContaining('images.thumbnail') }],
    ['unsendable', { code: 'bug', message: expect.stringContaining('Float32Array') }],
  ])('turns a handler that fails (%s) into a failure, and lives on', async (path, error) => {
    started();
    expect(await act(path)).toMatchObject({ ok: false, error });
    expect(said(await act('chatter'))).toBe('said');
    expect(states.map(([state]) => state)).toEqual(['starting', 'ready']);
  });

  test('runs behind the window, without what is meant for Electron, and finds TensorFlow', async () => {
    process.env['ELECTRON_RUN_AS_NODE'] = '1';
    process.env['NODE_OPTIONS'] = '--no-warnings';
    try {
      started({ routes: { node: process.execPath, tensorflow: { dir: '/opt/tf', kind: 'cpu', version: '2', route: '' } }, nice: 7 });
      const env = JSON.parse(said(await act('env'))) as Record<string, string>;
      expect(env['LD_LIBRARY_PATH']!.split(':')[0]).toBe('/opt/tf/tensorflow');
      expect(env).toMatchObject({ TF_CPP_MIN_LOG_LEVEL: '2', TF_FORCE_GPU_ALLOW_GROWTH: 'true', ROADBRUSH_ENGINE_NICE: '7' });
      expect(Object.keys(env).filter((name) => name.startsWith('ELECTRON_') || name === 'NODE_OPTIONS')).toEqual([]);
    } finally {
      delete process.env['ELECTRON_RUN_AS_NODE'];
      delete process.env['NODE_OPTIONS'];
    }
  });
});

describe('cancelling', () => {
  test('ends the call as cancelled, and only that one', async () => {
    started();
    const controller = new AbortController();
    const waiting = act('wait', 1, controller.signal);
    const other = act('wait');
    expect(said(await act('chatter'))).toBe('said');
    controller.abort();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await Promise.race([other, act('chatter')])).toMatchObject({ ok: true });
  });

  test('before the call was sent sends nothing', async () => {
    started();
    expect(await act('wait', 1, AbortSignal.abort())).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(engine.pid()).toBeUndefined();
  });

  test('reaches a thread that was busy as soon as it listens', async () => {
    started();
    await act('chatter');
    const controller = new AbortController();
    const blocked = act('block', 400, controller.signal);
    controller.abort();
    expect(await blocked).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});

describe('an engine that dies', () => {
  test('fails every open call with how it ended, says so, and is started anew by the next call', async () => {
    started();
    await act('chatter');
    const pid = engine.pid()!;
    const open = [act('wait'), act('wait')];
    process.kill(pid, 'SIGKILL');
    for (const result of await Promise.all(open)) {
      expect(result).toMatchObject({ ok: false, error: { code: 'engine-died', message: expect.stringContaining('SIGKILL') } });
    }
    expect(states.at(-1)).toEqual(['died', expect.stringContaining('SIGKILL')]);
    expect(said(await act('chatter'))).toBe('said');
    expect(engine.pid()).not.toBe(pid);
    expect(states.map(([state]) => state)).toEqual(['starting', 'ready', 'died', 'starting', 'ready']);
  });

  test('has its last words in the failure', async () => {
    started();
    const result = await act('abort');
    expect(result).toMatchObject({ ok: false, error: { code: 'engine-died' } });
    expect(JSON.stringify(result)).toContain('std::bad_alloc');
    // Said while all was well: no word on the end.
    expect(JSON.stringify(result)).not.toContain('oneDNN');
    expect(await act('exit')).toMatchObject({ error: { message: expect.stringContaining('exit code 3') } });
  });

  test('again and again is started with a growing wait, which cancelling ends and success forgets', async () => {
    const waits: number[] = [];
    started({
      backOff: (deaths) => {
        waits.push(deaths);
        return deaths === 2 ? 400 : 0;
      },
    });
    await act('exit');
    await act('exit');
    const begun = Date.now();
    expect(await act('chatter', 1, AbortSignal.timeout(50))).toMatchObject({ error: { code: 'cancelled' } });
    expect(said(await act('chatter'))).toBe('said');
    expect(Date.now() - begun).toBeGreaterThan(350);
    await act('exit');
    expect(waits).toEqual([1, 2, 1]);
  });

  test('because its Node is missing is told in one sentence', async () => {
    started({ routes: { node: '/nowhere/node', tensorflow: null } });
    const result = await act('chatter');
    expect(result).toMatchObject({ ok: false, error: { code: 'engine-died', hint: expect.stringContaining('doctor') } });
    expect(JSON.stringify(result)).toContain('could not be started');
    started({ routes: { node: null, tensorflow: null } });
    expect(await act('chatter')).toMatchObject({ ok: false, error: { code: 'not-set-up' } });
  });
});

describe('closing', () => {
  test('cancels what is open, ends the process, and refuses what comes later', async () => {
    started();
    await act('chatter');
    const pid = engine.pid()!;
    const open = act('wait');
    await engine.close();
    expect(await open).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(isAlive(pid)).toBe(false);
    expect(states.at(-1)![0]).toBe('stopped');
    expect(await act('chatter')).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  test('does not wait for a handler that never ends', async () => {
    started();
    await act('chatter');
    const [pid, open, begun] = [engine.pid()!, act('deaf'), Date.now()];
    await engine.close();
    expect(Date.now() - begun).toBeLessThan(8_000);
    expect(await open).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(isAlive(pid)).toBe(false);
  });

  test('kills a process that hears nothing', async () => {
    started();
    await act('chatter');
    const [pid, open] = [engine.pid()!, act('block', 60_000)];
    await new Promise((resolve) => setTimeout(resolve, 100));
    await engine.close();
    expect(isAlive(pid)).toBe(false);
    expect(await open).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});

describe('in Electron', () => {
  const routes = readRoutes();
  const electron = routes.ok && routes.value.electron && existsSync(routes.value.electron.path) ? routes.value.electron : null;
  if (!electron) console.warn('No Electron is set up: the supervisor is not tested in its Node.');

  test.skipIf(!electron)('the supervisor works in its older Node, and the engine does not take itself for Electron', async () => {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const args = [program('asElectron'), process.execPath, program('scripted')];
    const { stdout } = await promisify(execFile)(electron!.path, args, { env });
    const told = JSON.parse(stdout) as { given: string[] };
    expect(told).toMatchObject({ electron: electron!.version, code: 'engine-died', again: true });
    expect(told).toMatchObject({ states: ['starting', 'ready', 'died', 'starting', 'ready', 'stopped'] });
    expect(told.given.filter((name) => name.startsWith('ELECTRON'))).toEqual([]);
  });
});
