// The command line's forms: what scripts rely on. Real projects, real pictures; the net is a rule.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { Progress, duration } from '../../../src/main/cli/progress';
import { tempFolder } from '../../unit/project/helpers';
import { fakeEngine, kittiFolder } from '../../unit/studio/fakeEngine';
import { roadbrush } from './host';

let cwd: string;
beforeEach(() => {
  cwd = tempFolder();
});
const COMMANDS = [
  'create',
  'sample',
  'import',
  'split',
  'classes',
  'train',
  'resume',
  'retrain',
  'sweep',
  'queue',
  'queue-add',
  'queue-run',
  'queue-remove',
  'runs',
  'evaluate',
  'compare',
  'predict',
  'export-video',
  'export-overlays',
  'export-masks',
  'history',
  'restore',
  'augment-sheet',
  'import-weights',
  'export-model',
  'demo',
  'bench',
  'doctor',
];

async function prepared(): Promise<string> {
  const images = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask', bare: null });
  expect((await roadbrush(['create', 'p'], { cwd })).code).toBe(0);
  expect((await roadbrush(['import', 'p', '--images', images], { cwd })).code).toBe(0);
  expect((await roadbrush(['split', 'p', '--last', '1'], { cwd })).code).toBe(0);
  return images;
}
const QUICK = ['train', 'p', '--preset', 'quick', '--size', '16x16', '--epochs', '3'];

describe('every command', () => {
  it.each(COMMANDS)('%s --help says what it is for and shows an example', async (name) => {
    const help = await roadbrush([name, '--help'], { cwd });
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/^Usage: roadbrush /);
    expect(help.out).toContain(`Example: roadbrush ${name}`);
    expect(help.out).toContain('--json');
  });

  it('is listed by --help, with the exit codes', async () => {
    const help = await roadbrush(['--help'], { cwd });
    for (const name of COMMANDS) expect(help.out).toMatch(new RegExp(`^ {2}${name} \\[options\\]`, 'm'));
    expect(help.out).toContain('130 interrupted and safe to go on');
    expect((await roadbrush(['--version'], { cwd })).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong use ends with 2 and says what was expected:', () => {
  it.each([
    [[], 'Usage'],
    [['paint'], 'unknown command'],
    [['create'], 'missing required argument'],
    [['create', 'p', '--frobnicate'], 'unknown option'],
    [['import', 'p'], '--images'],
    [['import', 'p', '--images', '.', '--format', 'paper'], 'Allowed choices'],
    [['split', 'p'], 'Give one of'],
    [['split', 'p', '--last', '3', '--ratio', '0.5'], 'Give one of'],
    [['split', 'p', '--last', '3', '--seed', '1'], '--seed belongs to --ratio'],
    [['split', 'p', '--train', 'a.txt'], 'both lists'],
    [['split', 'p', '--last', '1.5'], 'whole number'],
    [['train', 'p', '--preset', 'best'], 'Allowed choices'],
    [['train', 'p', '--size', '100x100'], 'multiples of 16'],
    [['train', 'p', '--lr', 'fast'], 'It must be a number above 0 and at most 1.'],
    [['train', 'p', '--base', '8.5'], 'It must be a whole number from 1 to 128.'],
    [['train', 'p', '--depth', '2'], 'Only a U-Net++ with deep supervision'],
    [['train', 'p', '--plateau-factor', '3'], '--plateau-factor would do nothing in this run.'],
    [['evaluate', 'p', '--epoch', 'first'], "'best' or 'last'"],
    [['evaluate', 'p', '--threshold', '2'], 'number from 0 to 1'],
    [['evaluate', 'p', '--set', 'test'], 'Allowed choices'],
    [['export-video', 'p'], '--out'],
    [['export-video', 'p', '--out', 'x.mp4', '--show', 'all'], 'Allowed choices'],
    [['runs', 'p', 'q'], 'too many arguments'],
    [['bench', '--net', 'resnet'], 'Allowed choices'],
    [['bench', '--size', '100x100'], 'multiples of 16'],
    [['bench', '--steps', '0'], 'whole number'],
    [['bench', '--path', 'eager', '--precision', 'bfloat16'], 'graph alone'],
  ])('%j', async (args, words) => {
    const ran = await roadbrush(args, { cwd });
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(words);
  });
});

describe('a failure', () => {
  it('ends with 1, in a sentence and what to do on standard error, and as JSON for programs', async () => {
    const plain = await roadbrush(['runs', 'nothing'], { cwd });
    expect([plain.code, plain.out]).toEqual([1, '']);
    expect(plain.err).toMatch(/^roadbrush: There is no project at .*nothing\.roadbrush\.\n {2}Check the path/);
    const json = await roadbrush(['runs', 'nothing', '--json'], { cwd });
    expect(json.json).toMatchObject({ error: { code: 'not-found', message: expect.stringContaining('nothing.roadbrush') } });
    expect(json.code).toBe(1);
  });

  it('of a second program on the same project names the first', async () => {
    await prepared();
    let answer: Awaited<ReturnType<typeof roadbrush>> | null = null;
    const engine = fakeEngine({
      beforeEpoch: async () => {
        answer ??= await roadbrush(['split', 'p', '--last', '2', '--json'], { cwd });
      },
    });
    expect((await roadbrush(QUICK, { cwd, engine })).code).toBe(0);
    expect(answer).toMatchObject({ code: 1, json: { error: { code: 'locked', message: expect.stringContaining('roadbrush train') } } });
    expect(existsSync(join(cwd, 'p.roadbrush', 'project.lock'))).toBe(false);
  });
});

describe('the way through', () => {
  it('create, import, split, train, runs, evaluate, predict: each answers one JSON object', async () => {
    const images = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask', bare: null, odd: [3, 3] });
    const project = join(cwd, 'p.roadbrush');
    const json = async (...args: string[]) => {
      const ran = await roadbrush([...args, '--json'], { cwd });
      expect([args[0], ran.code]).toEqual([args[0], 0]);
      expect(ran.out.trimEnd().split('\n')).toHaveLength(1);
      return ran.json;
    };
    expect(await json('create', 'p')).toEqual({ project });
    const report = await json('import', 'p', '--images', images, '--copy');
    expect(report).toMatchObject({ imported: 6, withMask: 4, withoutMask: 2, cancelled: false, format: 'kitti', frames: 6 });
    expect(report['skipped']).toMatchObject([{ file: expect.stringContaining('odd.png') }]);
    writeFileSync(join(cwd, 'train.txt'), 'a.png\nb.png\n\n');
    writeFileSync(join(cwd, 'val.txt'), 'c.png\r\nd.png\r\nghost.png\r\n');
    expect(await json('split', 'p', '--train', 'train.txt', '--held-out', 'val.txt')).toEqual({
      train: 2,
      heldOut: 2,
      none: 2,
      unknown: ['ghost.png'],
    });
    const run = await json(...QUICK, '--base', '4', '--batch', '2', '--lr', '0.01', '--seed', '7', '--name', 'first try');
    expect(run).toMatchObject({
      ...{ id: 1, name: 'first try', state: 'done', epochs: 3, trainFrames: 2, heldOutFrames: 2 },
      config: { preset: 'quick, changed', base: 4, batch: 2, learningRate: 0.01, seed: 7, width: 16, height: 16, epochs: 3 },
    });
    expect(await json('runs', 'p')).toMatchObject({ runs: [{ id: 1, name: 'first try' }] });
    const scores = await json('evaluate', 'p.roadbrush', '--run', 'first try', '--epoch', 'last', '--threshold', '0.4', '--set', 'all');
    expect(Object.keys(scores).sort()).toEqual([
      ...['depth', 'epoch', 'f1', 'frames', 'meanIoU', 'perFrame', 'pooledIoU', 'post', 'precision', 'recall', 'run', 'set', 'threshold'],
    ]);
    expect(scores).toMatchObject({ run: 1, epoch: 3, threshold: 0.4, set: 'all', frames: 4 });
    expect(await json('predict', 'p', '--frames', '1..3')).toEqual({ run: 1, epoch: 2, frames: 3, computed: 3 });
    expect(await json('predict', 'p', '--frames', 'bare..d')).toMatchObject({ frames: 3, computed: 0 });
    const video = await json('export-video', 'p', '--show', 'mask', '--frames', 'b', '--out', 'b.mp4');
    expect(video).toMatchObject({ file: join(cwd, 'b.mp4'), frames: 1, run: null });
  });

  it('train prints a line an epoch on standard output, and with --json on standard error', async () => {
    await prepared();
    const plain = await roadbrush(QUICK, { cwd });
    expect(plain.out.match(/^epoch {1}[123]\/3 {2}loss \d\.\d{4} {2}held-out mean IoU \d\.\d{3} {2}pooled \d\.\d{3}/gm)).toHaveLength(3);
    expect(plain.out).toContain("Run 1 'unet 1' is done after 3 of 3 epochs");
    const json = await roadbrush([...QUICK, '--json'], { cwd });
    expect(json.out.trimEnd().split('\n')).toHaveLength(1);
    expect(json.err.match(/^epoch /gm)).toHaveLength(3);
  });

  it('runs --run shows one record: on what it ran, what differs from the preset, every setting', async () => {
    await prepared();
    const trained = await roadbrush([...QUICK, '--net', 'unetpp', '--deep-supervision', '--precision', 'auto', '--patience', '5'], { cwd });
    expect(trained.err).toContain("Run 1 'unetpp 1' trains on A processor, 2 cores (CPU, eager, float32).");
    expect(trained.out).toMatch(/^epoch 1\/3 .* {2}1\.00 s a step, 0\.50 s waiting {2}learning rate 1e-3 {2}best$/m);
    expect(trained.out).toMatch(/^epoch 3\/3 .* {2}no better for 1 of 5 epochs$/m);
    const shown = await roadbrush(['runs', 'p', '--run', '1'], { cwd });
    expect(shown.out).toContain("Differs from the preset 'quick':");
    expect(shown.out).toMatch(/^ {2}Net +U-Net\+\+ {2}\(quick: U-Net\)$/m);
    expect(shown.out).toMatch(/^ {2}Deep supervision +on {2}\(quick: off\)$/m);
    expect(shown.out).toMatch(/^ {2}Ran on +A processor, 2 cores \(CPU, eager, float32\)$/m);
    expect(shown.out).toMatch(/^ {2}Gradient clipping +off$/m);
    expect(shown.out).not.toMatch(/Plateau/);
    const json = await roadbrush(['runs', 'p', '--run', 'unetpp 1', '--json'], { cwd });
    expect(json.json).toMatchObject({
      run: { id: 1, path: 'eager', precision: 'float32', config: { net: 'unetpp', deepSupervision: true, precision: 'auto' } },
      changed: ['net', 'width', 'height', 'deepSupervision', 'epochs', 'patience'],
    });
  });

  it('augment-sheet writes a picture of samples, and says in a sentence why it cannot', async () => {
    await prepared();
    const draw = (...args: string[]) => roadbrush(['augment-sheet', 'p', '--size', '48x32', ...args, '--json'], { cwd });
    const made = await draw('--n', '5', '--seed', '3', '--brightness', '0.3', '--rotation', '4', '--out', 'sheet.png');
    expect(made.json).toMatchObject({ file: join(cwd, 'sheet.png'), samples: 5, seed: 3 });
    const { width, height, format } = await sharp(join(cwd, 'sheet.png')).metadata();
    expect({ width, height, format }).toEqual({ width: made.json['width'], height: made.json['height'], format: 'png' });
    const first = readFileSync(join(cwd, 'sheet.png'));
    await draw('--n', '5', '--seed', '3', '--brightness', '0.3', '--rotation', '4', '--out', 'again.png');
    expect(Buffer.compare(readFileSync(join(cwd, 'again.png')), first)).toBe(0);
    expect(await draw('--out', 'sheet.jpg')).toMatchObject({ code: 2, json: { error: { message: expect.stringContaining('.png') } } });
    expect(await draw('--out', 'no/sheet.png')).toMatchObject({ code: 1, json: { error: { code: 'not-found' } } });
    expect((await draw('--n', '101', '--out', 'x.png')).code).toBe(2);
    expect((await draw('--brightness', '2', '--out', 'x.png')).err).toContain('It must be a number from 0 to 1.');
    await roadbrush(['create', 'q'], { cwd });
    const empty = await roadbrush(['augment-sheet', 'q', '--out', 'x.png'], { cwd });
    expect(empty).toMatchObject({ code: 1, err: expect.stringContaining('has no frames yet') });
    expect(existsSync(join(cwd, 'x.png'))).toBe(false);
  });

  it('sample makes a project with its split', async () => {
    const made = await roadbrush(['sample', 's', '--frames', '20', '--seed', '3', '--json'], { cwd });
    expect(made.json).toEqual({ project: join(cwd, 's.roadbrush'), frames: 20, withMask: 18, train: 14, heldOut: 4 });
  });

  it('frames are named by number or by name, and a range that is none is wrong use', async () => {
    await prepared();
    await roadbrush(QUICK, { cwd });
    const frames = async (range: string) => (await roadbrush(['predict', 'p', '--frames', range, '--json'], { cwd })).json;
    expect(await frames('2..4')).toMatchObject({ frames: 3 });
    expect(await frames('..b.png')).toMatchObject({ frames: 2 });
    expect(await frames('b..d')).toMatchObject({ frames: 4 });
    expect(await frames('5')).toMatchObject({ frames: 1 });
    for (const range of ['0..2', '1..9', '4..2', 'x..y']) {
      expect((await roadbrush(['predict', 'p', '--frames', range], { cwd })).code).toBe(2);
    }
  });
});

describe('Ctrl+C', () => {
  it('in train ends with 130, keeps the finished epochs and says how to go on; resume goes on', async () => {
    await prepared();
    let stop = (): void => undefined;
    const engine = fakeEngine({ beforeEpoch: (epoch) => (epoch === 2 ? stop() : undefined) });
    const ran = await roadbrush([...QUICK, '--json'], { cwd, engine, interrupt: (how) => (stop = how) });
    expect(ran.code).toBe(130);
    expect(ran.json).toMatchObject({ id: 1, state: 'interrupted', epochs: 1 });
    expect(ran.err).toContain('Go on with: roadbrush resume p --run 1');
    const on = await roadbrush(['resume', 'p', '--run', '1', '--json'], { cwd });
    expect(on).toMatchObject({ code: 0, json: { id: 1, state: 'done', epochs: 3 } });
    expect(await roadbrush(['resume', 'p'], { cwd })).toMatchObject({ code: 1, err: expect.stringContaining('is done') });
  });

  it('in import ends with 130 and leaves nothing behind', async () => {
    const images = await kittiFolder({ a: 'mask', b: 'mask' });
    await roadbrush(['create', 'p'], { cwd });
    let stop = (): void => undefined;
    const engine = fakeEngine({ afterInspect: () => stop() });
    const ran = await roadbrush(['import', 'p', '--images', images, '--copy'], { cwd, engine, interrupt: (how) => (stop = how) });
    expect([ran.code, ran.out]).toEqual([130, 'Cancelled: nothing was added.\n']);
    expect(readdirSync(join(cwd, 'p.roadbrush', 'frames'))).toEqual([]);
  });

  it('in sample ends with 130 and leaves no folder behind', async () => {
    let stop = (): void => undefined;
    const engine = fakeEngine({ afterInspect: (n) => (n === 3 ? stop() : undefined) });
    const ran = await roadbrush(['sample', 's', '--json'], { cwd, engine, interrupt: (how) => (stop = how) });
    expect(ran).toMatchObject({ code: 130, json: { error: { code: 'cancelled' } } });
    expect(existsSync(join(cwd, 's.roadbrush'))).toBe(false);
  });
});

it('a run whose training fails ends with 1 and its reason', async () => {
  await prepared();
  const engine = fakeEngine({ beforeEpoch: () => ({ code: 'diverged', message: 'The loss is not a number.' }) });
  const ran = await roadbrush([...QUICK, '--json'], { cwd, engine });
  expect(ran).toMatchObject({ code: 1, json: { state: 'failed', reason: 'The loss is not a number.' } });
  expect(ran.err).toContain('The loss is not a number.');
});

describe('progress', () => {
  const shown = (isTTY: boolean) => {
    const output = { text: '', isTTY, columns: 80, write: (text: string) => void (output.text += text) };
    let now = 0;
    const progress = new Progress(output, () => now);
    return { output, progress, at: (ms: number) => (now = ms) };
  };

  it('is a bar on a terminal, drawn over itself, gone before other text', () => {
    const { output, progress, at } = shown(true);
    at(1000);
    progress.tick({ what: 'Reading frames', done: 5, total: 10, secondsLeft: 65 });
    expect(output.text).toBe(`\r\x1b[KReading frames ${'█'.repeat(12)}${'░'.repeat(12)} 5/10  1:05 left`);
    at(1050);
    progress.tick({ what: 'Reading frames', done: 6, total: 10 });
    expect(output.text).not.toContain('6/10');
    progress.clear();
    expect(output.text.endsWith('\r\x1b[K')).toBe(true);
  });

  it('is a plain line every few seconds elsewhere, and nothing for what is quick', () => {
    const { output, progress, at } = shown(false);
    for (let ms = 0; ms <= 12_000; ms += 500) {
      at(ms);
      progress.tick({ what: 'Reading frames', done: ms / 500, total: 24, secondsLeft: null });
    }
    expect(output.text).toBe('Reading frames 10/24\nReading frames 20/24\n');
  });

  it('writes times as people do', () => {
    expect([7, 65, 3725, -3].map(duration)).toEqual(['0:07', '1:05', '1:02:05', '0:00']);
  });
});

describe('classes', () => {
  it('are listed, set from what --json prints, and kept where masks use them', async () => {
    await prepared();
    const listed = await roadbrush(['classes', 'p', '--json'], { cwd });
    const { classes } = JSON.parse(listed.out) as { classes: { id: number }[] };
    expect(classes.map(({ id }) => id)).toEqual([7, 0, 255]);
    const file = join(cwd, 'classes.json');
    writeFileSync(file, JSON.stringify({ classes: [...classes, { id: 8, name: 'sidewalk', colour: '#f423e8', key: 3 }] }));
    expect((await roadbrush(['classes', 'p', '--set', file], { cwd })).out).toContain('sidewalk');
    writeFileSync(file, '[{"id": 8}]');
    const wrong = await roadbrush(['classes', 'p', '--set', file], { cwd });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('is no list of classes');
  });
});
