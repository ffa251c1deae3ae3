// TensorBoard logs: the bytes, read back by a reader written after the formats' own papers, and what a resumed run leaves.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EpochRecord } from '../../../src/shared/domain';
import { PRESETS } from '../../../src/shared/training/config';
import { unwrap } from '../../../src/shared/result';
import {
  exportTensorBoard,
  importFrames,
  lookAtSource,
  resumeRun,
  splitFrames,
  startRun,
  studioOf,
  type RunNews,
} from '../../../src/main/studio';
import { crc32c, maskedCrc32c } from '../../../src/main/studio/tensorboard/crc32c';
import { fileVersion, scalars, sessionStart } from '../../../src/main/studio/tensorboard/events';
import { eventFiles, nextEventFile, RunLog } from '../../../src/main/studio/tensorboard/runLog';
import { newProject, tempFolder } from '../project/helpers';
import { fakeEngine, kittiFolder } from './fakeEngine';

interface Event {
  wallTime: number;
  step: number;
  version?: string;
  start?: boolean;
  values: Record<string, number>;
}

/** Fields of a protobuf message: number -> values, as numbers or bytes. */
function fields(data: Buffer): Map<number, (number | Buffer)[]> {
  const found = new Map<number, (number | Buffer)[]>();
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = data[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (at < data.length) {
    const key = varint();
    const field = key >> 3;
    let value: number | Buffer;
    if ((key & 7) === 0) value = varint();
    else if ((key & 7) === 1) [value, at] = [data.readDoubleLE(at), at + 8];
    else if ((key & 7) === 5) [value, at] = [data.readFloatLE(at), at + 4];
    else {
      const length = varint();
      [value, at] = [data.subarray(at, at + length), at + length];
    }
    found.set(field, [...(found.get(field) ?? []), value]);
  }
  return found;
}

function readEvents(file: Buffer): Event[] {
  const events: Event[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    expect(file.readUInt32LE(at + 8)).toBe(maskedCrc32c(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(file.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(data));
    at += 16 + length;
    const event = fields(data);
    const values: Record<string, number> = {};
    for (const value of (event.get(5) ?? []).flatMap((summary) => fields(summary as Buffer).get(1) ?? [])) {
      const one = fields(value as Buffer);
      values[String(one.get(1)?.[0])] = one.get(2)?.[0] as number;
    }
    const version = event.get(3)?.[0];
    const session = event.get(7)?.[0];
    events.push({
      wallTime: event.get(1)?.[0] as number,
      step: (event.get(2)?.[0] as number | undefined) ?? 0,
      ...(version === undefined ? {} : { version: String(version) }),
      ...(session === undefined ? {} : { start: fields(session as Buffer).get(1)?.[0] === 1 }),
      values,
    });
  }
  return events;
}

const record = (epoch: number, loss: number | null = 0.5): EpochRecord => ({
  ...{ epoch, loss, heldOutLoss: 0.25, seconds: 10, imagesPerSecond: 4, learningRate: 0.125, stepSeconds: 0.75, waitSeconds: 0.25 },
  heldOut: { threshold: 0.5, frames: 2, meanIoU: 0.875, pooledIoU: 0.75, precision: 0.5, recall: 1, f1: null },
});

it('the checksum is CRC-32C', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  // RFC 3720, B.4: 32 bytes of zeros, and of ones.
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
});

it("the bytes are those of TensorBoard's own writer (RecordWriter and its Event messages, 2.21)", () => {
  expect(fileVersion(1).toString('hex')).toBe('1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf577a');
  expect(scalars(2, 3, [{ tag: 'a/b', value: 0.5 }]).toString('hex')).toBe(
    '19000000000000008bf1082809000000000000004010032a0c0a0a0a03612f62150000003f87a7c346',
  );
  expect(sessionStart(4, 300).toString('hex')).toBe('100000000000000095fbfe1809000000000000104010ac023a02080105386c1b');
});

it('an epoch is one event with all that was measured, read back to the last bit', () => {
  const folder = tempFolder();
  const log = new RunLog(folder, [], 1_000_000);
  expect(log.add(record(1, null), 5_000_000)).toBeNull();
  expect(log.add(record(2), 6_000_000)).toBeNull();
  const [file, ...others] = eventFiles(folder);
  expect(others).toEqual([]);
  const same = {
    ...{ 'loss/held-out': 0.25, 'iou/mean': 0.875, 'iou/pooled': 0.75, precision: 0.5, recall: 1, threshold: 0.5 },
    ...{ learning_rate: 0.125, images_per_second: 4, wait_share: 0.25 },
  };
  expect(readEvents(readFileSync(join(folder, file!)))).toEqual([
    { wallTime: 1000, step: 0, version: 'brain.Event:2', values: {} },
    { wallTime: 5000, step: 1, values: same },
    { wallTime: 6000, step: 2, values: { 'loss/train': 0.5, ...same } },
  ]);
});

it('a file made later is read later, whatever the clock says', () => {
  const folder = tempFolder();
  const names = [90_000, 10_000, 10_000].map((now) => {
    const name = nextEventFile(folder, now);
    writeFileSync(join(folder, name), '');
    return name;
  });
  expect([...names].sort()).toEqual(names);
  expect(new Set(names).size).toBe(3);
});

it('a log that was lost is written again, with the epochs that are recorded', () => {
  const folder = tempFolder();
  const log = new RunLog(folder, [record(1), record(2)], 1000);
  expect(log.add(record(3))).toBeNull();
  expect(readEvents(readFileSync(join(folder, eventFiles(folder)[0]!))).map(({ step }) => step)).toEqual([0, 1, 2, 3]);
});

it('a log that cannot be written is told once, and nothing more', () => {
  const folder = join(tempFolder(), 'gone');
  const log = new RunLog(folder, [], 0);
  expect(log.add(record(1))).toMatch(/TensorBoard log cannot be written.*goes on without it/);
  mkdirSync(folder);
  expect(log.add(record(2))).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

it('a run with the option writes while it trains, goes on in the same log, and its record can be written down afterwards', async () => {
  const engine = fakeEngine();
  const studio = studioOf(newProject(), engine);
  const { project } = studio;
  unwrap(await importFrames(studio, unwrap(await lookAtSource(await kittiFolder({ a: 'mask', b: 'mask' }))), { copy: true }));
  unwrap(splitFrames(project, { kind: 'lists', train: ['a'], heldOut: ['b'] }));
  const config = { ...PRESETS.quick, epochs: 4, width: 16, height: 16, tensorboard: true };
  engine.script.beforeEpoch = (epoch) => (epoch === 4 ? { code: 'engine-died', message: 'It died.' } : undefined);
  const begun = unwrap(await startRun(studio, { config, name: 'a/b' }));
  expect(unwrap(await begun.finished)).toMatchObject({ state: 'interrupted', epochs: 3 });
  const folder = join(project.folder, 'runs', String(begun.run));
  expect(readEvents(readFileSync(join(folder, eventFiles(folder)[0]!))).map(({ step }) => step)).toEqual([0, 1, 2, 3]);

  // The newest checkpoint is lost: the run goes on from an earlier one, and the log says from where.
  rmSync(join(folder, 'epoch-0003.safetensors'));
  delete engine.script.beforeEpoch;
  const again = unwrap(await resumeRun(studio, begun.run));
  expect(unwrap(await again.finished)).toMatchObject({ state: 'done', epochs: 4 });
  const files = eventFiles(folder);
  expect(files).toHaveLength(2);
  const second = readEvents(readFileSync(join(folder, files[1]!)));
  expect(second[0]).toMatchObject({ version: 'brain.Event:2' });
  expect(second[1]).toMatchObject({ start: true, step: second[2]!.step });
  expect(second.at(-1)).toMatchObject({ step: 4 });

  const out = join(tempFolder(), 'logs');
  const made = unwrap(await exportTensorBoard(project, { runs: [], out }));
  expect(made.runs).toMatchObject([{ run: begun.run, name: 'a/b', epochs: 4 }]);
  expect(readdirSync(out)).toEqual(['a_b']);
  expect(readEvents(readFileSync(made.runs[0]!.file)).map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
  expect(await exportTensorBoard(project, { runs: [], out })).toMatchObject({ ok: false, error: { code: 'exists' } });
  const nowhere = join(tempFolder(), 'no', 'folder');
  expect(await exportTensorBoard(project, { runs: [], out: nowhere })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(existsSync(nowhere)).toBe(false);
  project.close();
});

it('a log that breaks in the middle stops no run: one notice, and every epoch is recorded', async () => {
  const engine = fakeEngine();
  const studio = studioOf(newProject(), engine);
  unwrap(await importFrames(studio, unwrap(await lookAtSource(await kittiFolder({ a: 'mask', b: 'mask' }))), { copy: true }));
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a'], heldOut: ['b'] }));
  const config = { ...PRESETS.quick, epochs: 4, width: 16, height: 16, tensorboard: true };
  engine.script.beforeEpoch = (epoch) => {
    if (epoch !== 2) return;
    const folder = join(studio.project.folder, 'runs', '1');
    const file = join(folder, eventFiles(folder)[0]!);
    rmSync(file);
    mkdirSync(file);
  };
  const news: RunNews[] = [];
  const begun = unwrap(await startRun(studio, { config, name: '' }, { onNews: (item) => news.push(item) }));
  expect(unwrap(await begun.finished)).toMatchObject({ state: 'done', epochs: 4 });
  const said = news.flatMap((item) => (item.kind === 'notice' ? [item.message] : []));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/TensorBoard log cannot be written/);
  studio.project.close();
});
