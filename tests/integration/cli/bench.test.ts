// The command `bench`: what scripts and people rely on; the times are the scripted engine's.
import { expect, describe, it } from 'vitest';
import { fakeEngine, type Script } from '../../unit/studio/fakeEngine';
import { roadbrush } from './host';

const run = (args: readonly string[], script: Script = {}, interrupt?: (stop: () => void) => void) =>
  roadbrush(['bench', ...args], { cwd: '/', engine: fakeEngine(script), ...(interrupt ? { interrupt } : {}) });
const rowsOf = (json: Record<string, unknown>) => json['results'] as Record<string, unknown>[];

describe('bench --json', () => {
  it('answers exactly the documented object, a row for each net and precision', async () => {
    const ran = await run(['--json', '--steps', '3'], { hardware: { bfloat16: true } });
    expect([ran.code, ran.out.trimEnd().split('\n').length]).toEqual([0, 1]);
    expect(Object.keys(ran.json)).toEqual(['results']);
    expect(rowsOf(ran.json).map(({ net, precision }) => [net, precision])).toEqual([
      ['unet', 'float32'],
      ['unet', 'bfloat16'],
      ['unetpp', 'float32'],
      ['unetpp', 'bfloat16'],
    ]);
    expect(rowsOf(ran.json)[1]).toEqual({
      ...{ net: 'unet', base: 16, batch: 8, size: '224x224', precision: 'bfloat16', path: 'graph', device: 'A processor, 2 cores' },
      ...{ stepSeconds: 0.5, imagesPerSecond: 16, peakMB: 900 },
    });
  });

  it('measures what was asked for and nothing else', async () => {
    const asked = ['--net', 'unetpp', '--base', '4', '--batch', '2', '--size', '640x192', '--precision', 'float32', '--json'];
    expect(rowsOf((await run(asked, { hardware: { bfloat16: true } })).json)).toMatchObject([
      { net: 'unetpp', base: 4, batch: 2, size: '640x192', precision: 'float32', imagesPerSecond: 4 },
    ]);
    expect(rowsOf((await run(['--net', 'unet', '--precision', 'auto', '--json'], { hardware: { bfloat16: true } })).json)).toMatchObject([
      { precision: 'bfloat16' },
    ]);
    expect(rowsOf((await run(['--net', 'unet', '--precision', 'auto', '--json'])).json)).toMatchObject([{ precision: 'float32' }]);
  });
});

describe('bench', () => {
  it('times the reference run by its own step where that is short', async () => {
    const ran = await run(['--net', 'unet'], { hardware: { bfloat16: true }, step: ({ config }) => (config.base === 64 ? 10 : 0.25) });
    expect(ran.out).toMatch(/^U-Net +16 +8 +224x224 +bfloat16 \(auto\) +graph +0\.250 +0\.205-0\.295 +32\.0 +900$/m);
    expect(ran.out).toMatch(/^U-Net +64 +16 +224x224 +bfloat16 \(auto\) /m);
    // 17,000 images at 1.6 a second.
    expect(ran.out).toContain(
      'The reference run (U-Net, 64 base filters, batch 16, 100 epochs of 170 frames) would take about 2 h 55 min at bfloat16 (by its own step, measured)',
    );
  });

  it('scales where it is not, says so, and says why bfloat16 is left out', async () => {
    const ran = await run(['--net', 'unet'], { step: () => 2 });
    expect(ran.out).not.toMatch(/^U-Net +64/m);
    // The reference step has about 31 times the multiply-adds: 2 s x 31 x 1,062.5 steps.
    expect(ran.out).toMatch(
      /about 1[78] h( \d+ min)? at float32 \(scaled from U-Net, base 16, batch 8, 224x224, by the multiply-adds in it\)/,
    );
    expect(ran.err).toContain('bfloat16 was not tried: this machine has neither AMX, AVX512-BF16 nor a GPU');
  });

  it('goes on after a shape that the machine has no memory for, and fails where none can be measured', async () => {
    const died = { code: 'engine-died', message: 'The engine stopped unexpectedly (SIGKILL).' };
    const some = await run(['--json'], { hardware: { bfloat16: true }, step: ({ config }) => (config.net === 'unetpp' ? died : 1) });
    expect([some.code, rowsOf(some.json).length]).toEqual([0, 2]);
    expect(some.err).toContain(died.message);
    expect(await run(['--json'], { step: () => died })).toMatchObject({ code: 1, json: { error: died } });
  });

  it('stopped by Ctrl+C ends with 130 and shows what it has', async () => {
    let stop = (): void => undefined;
    const step: Script['step'] = ({ config }) => (config.net === 'unetpp' ? (stop(), 1) : 1);
    const ran = await run(['--json'], { step }, (how) => (stop = how));
    expect([ran.code, rowsOf(ran.json).map(({ net }) => net)]).toEqual([130, ['unet']]);
  });
});
