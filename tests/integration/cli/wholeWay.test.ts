// The whole way on the command line with the real engine: pictures in, a trained net, scores and a video out; and through Ctrl+C and SIGKILL.
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../unit/project/helpers';
import { buildProgram, parts, type Program } from './program';

const { routes, reason } = parts();
if (reason !== null) console.warn(`SKIPPED: the real command line cannot run: ${reason}`);

/** Six frames of 640 x 384: a grey trapezoid on green, whose mask is the trapezoid. */
async function drive(): Promise<string> {
  const folder = tempFolder();
  for (const name of ['image_2', 'semantic']) mkdirSync(join(folder, name));
  for (let i = 0; i < 6; i++) {
    const road = (fill: string, ground: string) =>
      Buffer.from(
        `<svg width="640" height="384"><rect width="640" height="384" fill="${ground}"/><polygon points="${280 + 8 * i},150 ${360 + 8 * i},150 640,384 0,384" fill="${fill}"/></svg>`,
      );
    await sharp(road('#777', `rgb(${20 + i},110,40)`))
      .removeAlpha()
      .png()
      .toFile(join(folder, 'image_2', `f_${i}.png`));
    const labels = await sharp(road('#fff', '#000')).removeAlpha().greyscale().threshold(128).raw().toBuffer();
    const ids = Buffer.from(labels.map((value) => (value > 0 ? 7 : 0)));
    await sharp(ids, { raw: { width: 640, height: 384, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(join(folder, 'semantic', `f_${i}.png`));
  }
  return folder;
}

/** Sends the signal when the words appear, and never again: a second Ctrl+C means 'at once'. */
function once(words: RegExp, signal: NodeJS.Signals) {
  let sent = false;
  return (text: string, child: ChildProcess): void => {
    if (sent || !words.test(text)) return;
    sent = true;
    child.kill(signal);
  };
}

const TINY = ['--preset', 'quick', '--base', '2', '--size', '32x32', '--batch', '2'];

describe.skipIf(routes === null)('the program', { timeout: 300_000 }, () => {
  let program: Program;
  let cwd: string;
  const json = async (...args: string[]) => {
    const ran = await program.run([...args, '--json'], cwd);
    if (ran.code !== 0) throw new Error(`roadbrush ${args.join(' ')} ended with ${ran.code}:\n${ran.err}`);
    return ran.json;
  };

  beforeAll(async () => {
    if (routes === null) return;
    program = await buildProgram(routes);
    cwd = tempFolder();
    await json('create', 'p');
    await json('import', 'p', '--images', await drive(), '--copy');
    await json('split', 'p', '--last', '2');
  });
  afterAll(() => program?.remove());

  it('doctor runs an operation on the device, a picture and a video, and finds every part', async () => {
    const ran = await program.run(['doctor', '--json'], cwd);
    const report = ran.json as {
      parts: { name: string; ok: boolean; version: string; problem: string }[];
      deviceKind: string;
      device: string;
    };
    const broken = report.parts.filter((part) => !part.ok && part.name !== 'Electron');
    expect(broken).toEqual([]);
    expect(report.parts.every((part) => part.name === 'Electron' || part.version !== '')).toBe(true);
    expect(['CPU', 'GPU']).toContain(report.deviceKind);
    expect(report.device).not.toContain('not tried');
  });

  it('trains, scores what it recorded, predicts the rest and writes a video and stills', async () => {
    const run = await json('train', 'p', ...TINY, '--epochs', '3', '--seed', '5');
    expect(run).toMatchObject({ id: 1, state: 'done', epochs: 3, trainFrames: 4, heldOutFrames: 2 });
    expect(readdirSync(join(cwd, 'p.roadbrush', 'runs', '1')).length).toBeGreaterThan(0);
    const scores = await json('evaluate', 'p', '--epoch', 'best');
    expect(scores).toMatchObject({
      run: 1,
      epoch: run['bestEpoch'],
      set: 'held-out',
      frames: 2,
      meanIoU: run['bestMeanIoU'],
      pooledIoU: run['bestPooledIoU'],
    });
    const all = (await json('evaluate', 'p', '--set', 'all')) as { perFrame: { name: string; split: string }[] };
    expect(all.perFrame.map((frame) => frame.split)).toEqual(['train', 'train', 'train', 'train', 'held-out', 'held-out']);
    const video = await json('export-video', 'p', '--frames', '1..4', '--out', 'v.mp4');
    expect(video).toMatchObject({ frames: 4, width: 640, height: 384 });
    const file = readFileSync(join(cwd, 'v.mp4'));
    expect(file.toString('latin1', 4, 8)).toBe('ftyp');
    expect(file.length).toBe(video['bytes']);
    const stills = (await json('export-overlays', 'p', '--frames', 'f_4..', '--out', 'stills')) as { files: string[] };
    expect(stills.files).toHaveLength(2);
    expect(await sharp(stills.files[0]).metadata()).toMatchObject({ width: 640, height: 384 });
  });

  it('interrupted by Ctrl+C ends with 130, and resumed gives the run that was never interrupted', async () => {
    const long = ['train', 'p', ...TINY, '--epochs', '6', '--seed', '9'];
    const whole = await json(...long);
    const ran = await program.start([...long, '--json'], cwd, once(/^epoch +2\/6/m, 'SIGINT'));
    expect(ran.code).toBe(130);
    expect(ran.err).toMatch(/roadbrush resume p --run \d+/);
    expect(ran.json).toMatchObject({ state: 'interrupted' });
    expect(ran.json['epochs']).toBeGreaterThanOrEqual(2);
    expect(ran.json['epochs']).toBeLessThan(6);
    const resumed = await json('resume', 'p', '--run', String(ran.json['id']));
    for (const key of ['state', 'epochs', 'bestEpoch', 'bestMeanIoU', 'bestPooledIoU'])
      expect([key, resumed[key]]).toEqual([key, whole[key]]);
  });

  it('killed in mid-run leaves a run that is listed as interrupted and goes on', async () => {
    const ran = await program.start(['train', 'p', ...TINY, '--epochs', '40'], cwd, once(/^epoch +2\/40/m, 'SIGKILL'));
    expect(ran.code).toBeNull();
    const before = (await json('runs', 'p')) as { runs: { id: number; state: string; epochs: number }[] };
    expect(before.runs[0]).toMatchObject({ state: 'interrupted' });
    expect(before.runs[0]?.epochs).toBeGreaterThanOrEqual(2);
    const next = new RegExp(`^epoch +${(before.runs[0]?.epochs ?? 0) + 1}/40`, 'm');
    const again = await program.start(['resume', 'p', '--json'], cwd, once(next, 'SIGTERM'));
    expect(again.code).toBe(130);
    expect(again.json['epochs']).toBeGreaterThan(before.runs[0]?.epochs ?? 0);
  });
});
