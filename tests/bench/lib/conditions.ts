// What a table must say beside its figures: machine, window, load.
import { cpus, loadavg } from 'node:os';
import type { Opened } from '../../e2e/lib/studio';

export const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

export async function conditions({ app, page }: Opened): Promise<string> {
  const { gpu, versions } = await app.evaluate(({ app: electron }) => ({
    gpu: electron.getGPUFeatureStatus() as unknown as Record<string, string>,
    versions: process.versions,
  }));
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  const canvas = await page.getByTestId('canvas').boundingBox();
  const drawn = gpu['gpu_compositing'] === 'enabled' ? 'drawn by a GPU' : 'drawn in software, no GPU';
  return [
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`,
    `Electron ${versions['electron']} (Chromium ${versions['chrome']}), ${drawn}`,
    `window ${width}x${height}, canvas ${Math.round(canvas?.width ?? 0)}x${Math.round(canvas?.height ?? 0)}`,
    `display ${process.env['DISPLAY'] ?? 'none'}`,
  ].join('; ');
}

export interface MemoryNow {
  /** Resident MB of the renderer and of main. */
  readonly renderer: number;
  readonly main: number;
  /** MB of JavaScript objects in the renderer after garbage collection. */
  readonly heap: number;
}

export async function memoryNow({ app, page }: Opened): Promise<MemoryNow> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const metrics = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ type, memory }) => ({ type, kB: memory.workingSetSize })),
  );
  const of = (type: string): number => metrics.filter((one) => one.type === type).reduce((sum, { kB }) => sum + kB, 0) / 1024;
  return { renderer: of('Tab'), main: of('Browser'), heap: usedSize / 2 ** 20 };
}
