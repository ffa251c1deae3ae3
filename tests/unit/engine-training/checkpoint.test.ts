// Checkpoint files: whole or not there, and never taken for something they are not.
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildNet } from '../../../src/shared/nets/net';
import { initialWeights, zeros } from '../../../src/main/engine/nets/weights';
import { checkpointFile, courseOf, readCheckpoint, readWeights, writeCheckpoint } from '../../../src/main/engine/training/checkpoint';
import { NOTHING_SO_FAR } from '../../../src/main/engine/training/losses';
import { readSafetensors, writeSafetensors } from '../../../src/main/engine/training/safetensors';
import { Random } from '../../../src/shared/random';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'roadbrush-checkpoint-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('safetensors', () => {
  it('gives back every name, shape and bit that was written', async () => {
    const array = fc.tuple(
      fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name !== '__metadata__'),
      fc.float32Array({ maxLength: 50 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(array, { selector: ([name]) => name, maxLength: 5 }),
        fc.dictionary(fc.string(), fc.string()),
        async (arrays, metadata) => {
          const file = join(folder, 'any.safetensors');
          const tensors = arrays.map(([name, data]) => ({ name, shape: [data.length], data }));
          const written = await writeSafetensors(file, tensors, metadata);
          const bytes = readFileSync(file);
          expect(written).toEqual({ file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
          const read = await readSafetensors(file);
          expect({ ...read.metadata }).toEqual({ ...metadata });
          expect([...read.tensors.keys()].sort()).toEqual(arrays.map(([name]) => name).sort());
          for (const { name, data } of tensors)
            expect(new Uint8Array(read.tensors.get(name)!.data.buffer)).toEqual(new Uint8Array(data.slice().buffer));
        },
      ),
      { numRuns: 50, examples: [[[['__proto__', Float32Array.of(1)]], {}]] },
    );
    expect(readdirSync(folder).filter((name) => name.includes('writing'))).toEqual([]);
  });

  it('is laid out as the format says, so that other programs can read it', async () => {
    const file = join(folder, 'layout.safetensors');
    await writeSafetensors(file, [{ name: 'w', shape: [2, 1], data: Float32Array.of(1.5, -2) }], { a: 'b' });
    const bytes = readFileSync(file);
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    expect(JSON.parse(bytes.subarray(8, 8 + length).toString())).toEqual({
      __metadata__: { a: 'b' },
      w: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
    });
    expect([bytes.readFloatLE(8 + length), bytes.readFloatLE(12 + length), bytes.length]).toEqual([1.5, -2, 16 + length]);
  });

  it('a file cut short anywhere, or of another kind, is refused in words', async () => {
    const file = join(folder, 'cut.safetensors');
    const { bytes } = await writeSafetensors(file, [{ name: 'w', shape: [4], data: new Float32Array(4) }], {});
    for (const length of [bytes - 1, bytes - 16, 20, 7, 0]) {
      truncateSync(file, length);
      await expect(readSafetensors(file), `${length} bytes`).rejects.toMatchObject({
        failure: { code: 'damaged', message: expect.stringContaining(file) },
      });
    }
    writeFileSync(file, Buffer.alloc(1000, 0xff));
    await expect(readSafetensors(file)).rejects.toMatchObject({ failure: { code: 'damaged' } });
    await expect(readSafetensors(join(folder, 'none'))).rejects.toMatchObject({ failure: { code: 'unreadable' } });
  });

  it('leaves the old file alone when the new one cannot be written', async () => {
    const file = join(folder, 'missing-folder', 'x.safetensors');
    await expect(writeSafetensors(file, [], {})).rejects.toMatchObject({ failure: { code: 'unwritable' } });
  });
});

describe('a checkpoint', () => {
  const config: RunConfig = { ...PRESETS.reference, base: 2 };
  const net = buildNet(config);
  const random = Random.seeded(5);
  const position = {
    epoch: 7,
    random: random.state(),
    progress: { best: { epoch: 4, meanIoU: 0.1 + 0.2 }, sinceLowered: 3, divisor: 2.5 },
    soFar: NOTHING_SO_FAR,
    state: { steps: 123, weights: initialWeights(net, 1), adamM: initialWeights(net, 2), adamV: zeros(net), averaged: null },
  };

  it('holds everything that the next epoch depends on', async () => {
    const file = checkpointFile(folder, 7);
    expect(file).toMatch(/epoch-0007\.safetensors$/);
    await writeCheckpoint(file, net, config, position);
    expect(await readCheckpoint(file, net, config)).toEqual(position);
    expect(await readWeights(file, net)).toEqual(position.state.weights);
  });

  it('of a run that averages holds the average too, and that is what predicts', async () => {
    const averaging = { ...config, averaging: 0.9, batchNorm: true };
    const net = buildNet(averaging);
    const state = { steps: 3, weights: initialWeights(net, 1), adamM: zeros(net), adamV: zeros(net), averaged: initialWeights(net, 2) };
    const file = checkpointFile(folder, 9);
    await writeCheckpoint(file, net, averaging, { ...position, state });
    expect((await readCheckpoint(file, net, averaging)).state).toEqual(state);
    expect(await readWeights(file, net)).toEqual(state.averaged);
  });

  it('inside an epoch also holds what its steps have come to, to the last bit, and knows whether its values are the ones written', async () => {
    const file = join(folder, 'inside.safetensors');
    const inside = {
      ...position,
      soFar: { steps: 3, images: 24, lossSum: 0.1 + 0.7, seconds: 1 / 3, waitSeconds: 0.25, learningRate: 1e-3 / 7 },
    };
    await writeCheckpoint(file, net, config, inside);
    expect(await readCheckpoint(file, net, config)).toEqual(inside);
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    await expect(readCheckpoint(file, net, config)).rejects.toMatchObject({ failure: { code: 'damaged' } });
  });

  it('may go on for more epochs, but not with another course or net', async () => {
    const file = checkpointFile(folder, 8);
    await writeCheckpoint(file, net, config, position);
    expect(
      (await readCheckpoint(file, net, { ...config, epochs: 99, keepEvery: 1, threshold: 0.4, patience: 5, timeBudget: 9 })).epoch,
    ).toBe(7);
    // A schedule that ends with the run is another course when the run is longer.
    for (const change of [{ epochs: 99 }, { timeBudget: 9 }])
      expect(courseOf({ ...config, schedule: 'cosine', ...change })).not.toBe(courseOf({ ...config, schedule: 'cosine' }));
    // A threshold that the scores are made with, which lower the rate.
    expect(courseOf({ ...config, schedule: 'plateau', threshold: 0.4 })).not.toBe(courseOf({ ...config, schedule: 'plateau' }));
    await expect(readCheckpoint(file, net, { ...config, learningRate: 2e-3 })).rejects.toMatchObject({ failure: { code: 'bad-input' } });
    await expect(readWeights(file, buildNet({ ...config, base: 4 }))).rejects.toMatchObject({ failure: { code: 'bad-input' } });
  });

  it('is told from other safetensors files', async () => {
    const file = join(folder, 'foreign.safetensors');
    await writeSafetensors(file, [], { format: 'pt' });
    await expect(readWeights(file, net)).rejects.toMatchObject({ failure: { code: 'bad-input' } });
  });
});

describe('the course of a run', () => {
  it('does not depend on the order of the settings, but on every one that the losses depend on', () => {
    const config: RunConfig = { ...PRESETS.reference, head: 'direct' };
    const reversed = Object.fromEntries(Object.entries(config).reverse()) as RunConfig;
    expect(courseOf(reversed)).toBe(courseOf(config));
    const changed: Partial<RunConfig>[] = [
      { base: 32 },
      { seed: 2 },
      { batch: 4 },
      { width: 640 },
      { dropout: 0.4 },
      { head: 'two-filter' },
      { flipProbability: 0 },
      { crop: { ...config.crop, aspect: 1 } },
    ];
    expect(new Set([courseOf(config), ...changed.map((change) => courseOf({ ...config, ...change }))]).size).toBe(changed.length + 1);
  });
});
