// The real engine process: what starting it costs, that it does what the command line's own engine does, and what its death leaves.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { inProcessEngine } from '../../../src/main/engine/inProcess';
import type { Engine, OverlayFrame } from '../../../src/main/engine/protocol';
import { superviseEngine, type SupervisedEngine } from '../../../src/main/engine/supervisor';
import { readRoutes } from '../../../src/main/routes';
import { bundled, source } from './build';
import { decodeVideo, drawnFrame, scratchFolder, style } from './support';

const scratch = scratchFolder();
const program = bundled({ engine: source('src/main/engine/process.ts') });
const routes = readRoutes();
const tensorflow = routes.ok && routes.value.tfjsAddon && existsSync(routes.value.tfjsAddon) ? routes.value.tensorflow : null;
if (!tensorflow) console.warn('TensorFlow is not set up: the engine process is not tested with it.');

let engine: SupervisedEngine;
const started = (): SupervisedEngine =>
  (engine = superviseEngine({
    routes: { node: process.execPath, tensorflow },
    log: () => undefined,
    entry: program('engine'),
    backOff: () => 0,
  }));
afterEach(() => engine?.close());

const freshFolder = (): Promise<string> => mkdtemp(join(scratch, 'out-'));
const drawnFrames = (count: number): Promise<OverlayFrame[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => drawnFrame(scratch, n + 1)));

test('starting it loads none of the heavy libraries, and it yields to the window', async () => {
  started();
  expect(await engine.call('images.inspect', { items: [] })).toEqual({ ok: true, value: { failed: [], images: [] } });
  const maps = readFileSync(`/proc/${engine.pid()}/maps`, 'utf8');
  expect(maps).not.toMatch(/tensorflow|libvips|sharp|node-av/);
  expect(getPriority(engine.pid())).toBe(10);
});

test('it answers, reports and fails as the engine of the command line does', async () => {
  const frames = await drawnFrames(3);
  const items = [...frames.map(({ path }) => path), join(scratch, 'missing.png')].map((image) => ({
    image,
    mask: null,
    maskKind: 'label-ids' as const,
  }));
  const ways = async (one: Engine, out: string) => {
    const events: unknown[] = [];
    const onEvent = (event: unknown): void => void events.push(event);
    return {
      inspected: await one.call('images.inspect', { items }),
      thumbnail: await one.call('images.thumbnail', { path: frames[0]!.path, width: 100 }),
      failed: await one.call('images.thumbnail', { path: join(scratch, 'missing.png'), width: 100 }),
      video: await one.call('video.write', { frames, style: style(), fps: 10, as: 'mp4' as const, out: join(out, 'v.mp4') }, { onEvent }),
      unwritable: await one.call('video.write', { frames, style: style(), fps: 10, as: 'mp4' as const, out: '/nowhere/v.mp4' }),
      cancelled: await one.call(
        'video.write',
        { frames, style: style(), fps: 10, as: 'mp4' as const, out: join(out, 'c.mp4') },
        { signal: AbortSignal.abort() },
      ),
      lastEvent: events.at(-1),
      files: readdirSync(out),
      // The boxes before it say when the file was made.
      coded: pixelsOf(readFileSync(join(out, 'v.mp4'))),
    };
  };
  const own = inProcessEngine();
  const [here, there] = [await ways(own, await freshFolder()), await ways(started(), await freshFolder())];
  await own.close();
  expect(there).toEqual(here);
  expect(here).toMatchObject({
    video: { ok: true },
    unwritable: { error: { code: 'unwritable' } },
    cancelled: { error: { code: 'cancelled' } },
  });
  expect(here).toMatchObject({ files: ['v.mp4'], lastEvent: { done: 3, total: 3 }, failed: { error: { code: 'unreadable' } } });
});

const pixelsOf = (mp4: Buffer): string =>
  createHash('sha256')
    .update(mp4.subarray(mp4.indexOf('mdat')))
    .digest('hex');

test('cancelling a video ends it soon and leaves nothing', async () => {
  started();
  const folder = await freshFolder();
  const controller = new AbortController();
  const job = { frames: await drawnFrames(60), style: style(), fps: 10, as: 'mp4' as const, out: join(folder, 'v.mp4') };
  const result = await engine.call('video.write', job, {
    signal: controller.signal,
    onEvent: ({ done }) => done > 1 && controller.abort(),
  });
  expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(readdirSync(folder)).toEqual([]);
});

test('killed in the middle of a video it fails the call, and the next export of that file clears up behind it', async () => {
  started();
  const folder = await freshFolder();
  const job = { frames: await drawnFrames(60), style: style(), fps: 10, as: 'mp4' as const, out: join(folder, 'v.mp4') };
  const killed = await engine.call('video.write', job, { onEvent: ({ done }) => done > 1 && process.kill(engine.pid()!, 'SIGKILL') });
  expect(killed).toMatchObject({ ok: false, error: { code: 'engine-died', message: expect.stringContaining('SIGKILL') } });
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.v\.mp4\..*\.part$/)]);
  expect(await engine.call('video.write', { ...job, frames: job.frames.slice(0, 5) })).toMatchObject({ ok: true, value: { frames: 5 } });
  expect(readdirSync(folder)).toEqual(['v.mp4']);
  expect((await decodeVideo(job.out)).frames).toHaveLength(5);
});

test.skipIf(!tensorflow)('TensorFlow, sharp and FFmpeg work side by side in it', async () => {
  started();
  const device = await engine.call('device.describe', {});
  expect(device).toMatchObject({ ok: true, value: { cores: expect.any(Number), kind: expect.stringMatching(/^[CG]PU$/) } });
  const out = join(await freshFolder(), 'v.mp4');
  expect(
    await engine.call('video.write', { frames: await drawnFrames(2), style: style(), fps: 10, as: 'mp4' as const, out }),
  ).toMatchObject({ ok: true });
  expect(await engine.call('device.describe', {})).toEqual(device);
  expect(readFileSync(`/proc/${engine.pid()}/maps`, 'utf8')).toMatch(/libtensorflow_cc/);
  // Those that compute, too: a thread takes its priority from the one that starts it.
  const threads = readdirSync(`/proc/${engine.pid()}/task`).map((thread) => getPriority(Number(thread)));
  expect(threads.length).toBeGreaterThan(10);
  expect(new Set(threads)).toEqual(new Set([10]));
});

describe('the process alone', () => {
  test('ends when its input closes, as it does when main dies', async () => {
    const child = spawn(process.execPath, [program('engine')], { stdio: ['pipe', 'ignore', 'inherit', 'pipe'] });
    child.stdio[3]!.on('data', () => child.stdin!.end());
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('says what it is when it is started by hand', async () => {
    const child = spawn(process.execPath, [program('engine')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const said: string[] = [];
    child.stderr!.on('data', (piece: Buffer) => said.push(piece.toString()));
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(said.join('')).toContain('The engine is started by Roadbrush itself');
  });
});
