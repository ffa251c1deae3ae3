// Inspection and thumbnails of real and of broken picture files.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp, { type PngOptions } from 'sharp';
import { describe, expect, test } from 'vitest';
import { inspectImages } from '../../../src/main/engine/images/inspect';
import { decodePicture } from '../../../src/main/engine/images/picture';
import { pngIndexes } from '../../../src/main/engine/images/pngIndexes';
import { makeThumbnail } from '../../../src/main/engine/images/thumbnail';
import { decodeRle } from '../../../src/shared/mask/rle';
import { crc32 } from '../../../src/shared/mask/crc32';
import { kitti, kittiTest, run, scratchFolder } from './support';

const scratch = scratchFolder();
const item = (image: string, mask: string | null = null) => ({ image, mask, maskKind: 'label-ids' as const });
const inspect = async (image: string, mask: string | null = null) => (await run(inspectImages, { items: [item(image, mask)] })).value;

/** A noisy picture file; its pixels depend on `seed`. */
async function picture(name: string, width = 60, height = 40, seed = 1): Promise<string> {
  const path = join(scratch, name);
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 * seed + (i >> 3) * 31) & 255);
  await sharp(rgb, { raw: { width, height, channels: 3 } }).toFile(path);
  return path;
}

async function greyPng(name: string, data: Uint8Array, width: number, height: number, options: PngOptions = {}): Promise<string> {
  const path = join(scratch, name);
  await sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png(options)
    .toFile(path);
  return path;
}

describe('inspection', () => {
  kittiTest('finds size, fingerprint and exact labels of every real pair', async () => {
    const folder = kitti('kitti-semantics/training');
    const names = readdirSync(join(folder, 'image_2'));
    const items = names.map((name) => item(join(folder, 'image_2', name), join(folder, 'semantic', name)));
    const { value, events } = await run(inspectImages, { items });
    expect(value.failed).toEqual([]);
    expect(value.images.map(({ image }) => image)).toEqual(items.map(({ image }) => image));
    expect(events.at(-1)).toEqual({ kind: 'progress', done: names.length, total: names.length });
    for (const found of value.images) {
      const mask = found.image.replace('image_2', 'semantic');
      // KITTI's label PNGs are plain grey: there sharp is an independent witness.
      const { data, info } = await sharp(mask).raw().toBuffer({ resolveWithObject: true });
      const values = Uint8Array.from({ length: info.width * info.height }, (_, i) => data[i * info.channels]!);
      expect(found).toMatchObject({ width: info.width, height: info.height, maskError: null });
      expect(Buffer.compare(decodeRle(found.mask!).data, values)).toBe(0);
      expect(found.labels).toEqual([...new Set(values)].sort((a, b) => a - b));
      expect(found.sha256).toBe(createHash('sha256').update(readFileSync(found.image)).digest('hex'));
    }
  });

  test.each(['png', 'jpg', 'webp'])('finds a %s file that is cut short', async (kind) => {
    const path = await picture(`whole.${kind}`, 300, 200);
    const whole = readFileSync(path);
    const short = join(scratch, `short.${kind}`);
    writeFileSync(short, whole.subarray(0, whole.length * 0.8));
    expect((await inspect(path)).failed).toEqual([]);
    const { failed, images } = await inspect(short);
    expect(images).toEqual([]);
    expect(failed).toEqual([{ image: short, why: expect.stringContaining(`${short} cannot be read: it is damaged or cut short`) }]);
  });

  test('says what else is wrong with a file, and goes on with the others', async () => {
    const text = join(scratch, 'notes.png');
    writeFileSync(text, 'not a picture');
    const empty = join(scratch, 'empty.png');
    writeFileSync(empty, '');
    const good = await picture('good.png');
    const missing = join(scratch, 'missing.png');
    const { value } = await run(inspectImages, { items: [item(text), item(missing), item(good), item(empty), item(scratch)] });
    expect(value.images.map(({ image }) => image)).toEqual([good]);
    expect(value.failed.map(({ why }) => why)).toEqual([
      `${text} cannot be read: it is not a picture of a known format.`,
      `${missing} cannot be read: there is no such file.`,
      `${empty} cannot be read: it is not a picture of a known format.`,
      `${scratch} cannot be read: it is a folder.`,
    ]);
  });

  test('gives the size that a viewer shows: turned as the camera said', async () => {
    const path = join(scratch, 'turned.jpg');
    await sharp({ create: { width: 80, height: 50, channels: 3, background: '#888' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(path);
    expect((await inspect(path)).images[0]).toMatchObject({ width: 50, height: 80 });
  });

  test('reads grey, 16-bit, transparent and palette pictures as 8-bit RGB', async () => {
    const base = sharp({ create: { width: 8, height: 6, channels: 3, background: '#3c78b4' } });
    const files = [
      [base.clone().greyscale().png(), 114],
      [base.clone().toColourspace('rgb16').png(), 60],
      [base.clone().ensureAlpha(0.5).png(), 60],
      [base.clone().png({ palette: true }), 60],
    ] as const;
    for (const [file, red] of files) {
      const { width, height, rgb } = await decodePicture(await file.toBuffer());
      expect([width, height, rgb.length]).toEqual([8, 6, 144]);
      expect(Math.abs(rgb[0]! - red)).toBeLessThanOrEqual(3);
    }
  });

  test('stops when it is cancelled', async () => {
    const items = await Promise.all(Array.from({ length: 40 }, async (_, n) => item(await picture(`many-${n}.png`, 60, 40, n + 1))));
    const controller = new AbortController();
    const seen: number[] = [];
    const emit = ({ done }: { done: number }): void => {
      seen.push(done);
      controller.abort();
    };
    await expect(inspectImages({ items }, { emit, signal: controller.signal })).rejects.toThrow();
    expect(Math.max(...seen)).toBeLessThan(40);
  });
});

describe('a mask', () => {
  const labels = Uint8Array.from({ length: 60 * 40 }, (_, i) => [0, 7, 255, 21, 11][(i >> 4) % 5]!);

  test('is taken value by value from a grey PNG, whatever gamma or profile it names', async () => {
    const image = await picture('framed.png');
    const plain = await greyPng('plain-mask.png', labels, 60, 40);
    // A gAMA chunk makes colour-managed readers change the values.
    const file = readFileSync(plain);
    const gamma = Buffer.from('\0\0\0\x04gAMA\0\0\xb1\x8f\0\0\0\0', 'latin1');
    gamma.writeUInt32BE(crc32(gamma.subarray(4, 12)), 12);
    const withGamma = join(scratch, 'gamma-mask.png');
    writeFileSync(withGamma, Buffer.concat([file.subarray(0, 33), gamma, file.subarray(33)]));
    for (const mask of [plain, withGamma]) {
      const [found] = (await inspect(image, mask)).images;
      expect(found!.maskError).toBeNull();
      expect(decodeRle(found!.mask!).data).toEqual(labels);
      expect(found!.labels).toEqual([0, 7, 11, 21, 255]);
    }
  });

  test('with a palette gives the indexes, not the colours', async () => {
    const image = await picture('indexed.png');
    const mask = join(scratch, 'palette-mask.png');
    writeFileSync(mask, palettePng(labels, 60, 40));
    expect(decodeRle((await inspect(image, mask)).images[0]!.mask!).data).toEqual(labels);
  });

  test.each([
    [
      'RGB',
      (path: string) =>
        sharp(labels, { raw: { width: 60, height: 40, channels: 1 } })
          .toColourspace('srgb')
          .png()
          .toFile(path),
      'its pixels are 8-bit RGB; label ids need',
    ],
    [
      '16-bit',
      (path: string) =>
        sharp(labels, { raw: { width: 60, height: 40, channels: 1 } })
          .toColourspace('grey16')
          .png()
          .toFile(path),
      'its pixels are 16-bit grey; label ids need',
    ],
    [
      'JPEG',
      (path: string) =>
        sharp(labels, { raw: { width: 60, height: 40, channels: 1 } })
          .jpeg()
          .toFile(path),
      'it is not a PNG',
    ],
    [
      'smaller',
      (path: string) =>
        sharp(labels.subarray(0, 1200), { raw: { width: 60, height: 20, channels: 1 } })
          .toColourspace('b-w')
          .png()
          .toFile(path),
      'it is 60 x 20 pixels and its image is 60 x 40',
    ],
    ['missing', async () => undefined, 'there is no such file'],
    [
      'cut short',
      async (path: string) => writeFileSync(path, readFileSync(await greyPng('whole-mask.png', labels, 60, 40)).subarray(0, 150)),
      'it is cut short',
    ],
  ] as const)('that is %s is refused with its reason, and the image stays', async (what, write, why) => {
    const image = await picture('with-mask.png');
    const mask = join(scratch, `bad-mask-${what}.png`);
    await write(mask);
    const { images, failed } = await inspect(image, mask);
    expect(failed).toEqual([]);
    expect(images[0]).toMatchObject({ width: 60, height: 40, mask: null, labels: [] });
    expect(images[0]!.maskError).toContain(`The mask ${mask} cannot be used: ${why}`);
  });

  test('comes out of every PNG that libpng writes as it went in: all filters, sizes and interlacing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        async (width, height, progressive, adaptiveFiltering, values) => {
          const data = Uint8Array.from({ length: width * height }, () => values.next().value as number);
          const png = await sharp(data, { raw: { width, height, channels: 1 } })
            .toColourspace('b-w')
            .png({ progressive, adaptiveFiltering })
            .toBuffer();
          expect(pngIndexes(png)).toEqual({ width, height, data });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is refused rather than misread when any byte of it has changed', async () => {
    const png = await sharp(labels, { raw: { width: 60, height: 40, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    for (let at = 0; at < png.length; at++) {
      const changed = Buffer.from(png);
      changed[at]! ^= 0x10;
      expect(() => pngIndexes(changed), `byte ${at}`).toThrow();
    }
  });
});

describe('a thumbnail', () => {
  test('is a WebP of the asked width, upright, and never larger than its picture', async () => {
    const path = await picture('large.jpg', 1242, 375);
    const { webp } = (await run(makeThumbnail, { path, width: 220 })).value;
    expect(await sharp(webp).metadata()).toMatchObject({ format: 'webp', width: 220, height: 66 });
    const small = await picture('tiny.png', 60, 40);
    expect(await sharp((await run(makeThumbnail, { path: small, width: 220 })).value.webp).metadata()).toMatchObject({
      width: 60,
      height: 40,
    });
  });

  test('follows a file that was replaced', async () => {
    const path = await picture('replaced.png', 60, 40);
    await run(makeThumbnail, { path, width: 30 });
    await picture('replaced.png', 80, 80);
    expect(await sharp((await run(makeThumbnail, { path, width: 30 })).value.webp).metadata()).toMatchObject({ width: 30, height: 30 });
  });

  test('of a missing file fails with its name', async () => {
    const path = join(scratch, 'nowhere.png');
    await expect(run(makeThumbnail, { path, width: 30 })).rejects.toMatchObject({
      failure: { code: 'unreadable', message: expect.stringContaining(path) },
    });
  });
});

/** A palette PNG whose indexes are `data`, with a palette that sharp would expand to unrelated colours. */
function palettePng(data: Uint8Array, width: number, height: number): Buffer {
  const chunk = (type: string, body: Uint8Array): Buffer => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.concat(
    Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.of(0), data.subarray(y * width, (y + 1) * width)])),
  );
  const palette = Uint8Array.from({ length: 768 }, (_, i) => (255 - i * 37) & 255);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}
