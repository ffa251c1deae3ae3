// Animated GIFs, a picture at a time: each is coded by itself, with 256 colours of its own, and its blocks are strung together (GIF89a).
import { loadSharp } from '../images/sharp';
import type { PartialFile } from '../partialFile';
import type { Sheet } from './paste';

/** Browsers show anything faster than 50 pictures a second at 10. */
export const FASTEST_GIF = 50;
/** Colours are mixed from dots only a little: flat overlays stay flat. */
const DITHER = 0.4;

export class GifWriter {
  private position = 0;
  private shown = 0;

  constructor(
    private readonly file: PartialFile,
    private readonly fps: number,
  ) {}

  /** All of one size. */
  static async code({ rgb, width, height }: Sheet): Promise<Uint8Array> {
    const sharp = await loadSharp();
    return sharp(rgb, { raw: { width, height, channels: 3 } })
      .gif({ colours: 256, dither: DITHER, effort: 4 })
      .toBuffer();
  }

  /** `coded` as from `code`. A GIF counts in hundredths of a second: what is lost on one picture is made up for by the next. */
  async add(coded: Uint8Array): Promise<void> {
    const { screen, image } = imageOf(coded);
    if (this.position === 0) await this.put(Buffer.concat([headOf(screen), LOOPING]));
    const until = Math.round((100 * (this.shown + 1)) / this.fps);
    const delay = until - Math.round((100 * this.shown) / this.fps);
    this.shown++;
    const control = Buffer.from([0x21, 0xf9, 4, DO_NOT_DISPOSE, 0, 0, 0, 0]);
    control.writeUInt16LE(delay, 4);
    await this.put(Buffer.concat([control, image]));
  }

  finish(): Promise<void> {
    return this.put(Buffer.from([0x3b]));
  }

  private async put(bytes: Uint8Array): Promise<void> {
    await this.file.write(bytes, this.position);
    this.position += bytes.byteLength;
  }
}

const DO_NOT_DISPOSE = 1 << 2;
/** Again and again, as every program does it since Netscape 2.0. */
const LOOPING = Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00', 'latin1');

/** Signature and logical screen, without a table of colours for all. */
function headOf(screen: Uint8Array): Buffer {
  const head = Buffer.concat([Buffer.from('GIF89a', 'latin1'), screen]);
  head[10] = 0x70;
  head[11] = 0;
  head[12] = 0;
  return head;
}

/** The first image of a GIF, with its colours in a table of its own, and the seven bytes of its logical screen. */
export function imageOf(gif: Uint8Array): { screen: Uint8Array; image: Uint8Array } {
  const screen = gif.subarray(6, 13);
  const packed = screen[4]!;
  let at = 13;
  const common = (packed & 0x80) === 0 ? null : gif.subarray(at, at + tableBytes(packed));
  at += common?.length ?? 0;
  while (gif[at] === 0x21) at = afterBlocks(gif, at + 2);
  if (gif[at] !== 0x2c) throw new Error('This GIF has no image.');
  const descriptor = Buffer.from(gif.subarray(at, at + 10));
  at += 10;
  const own = (descriptor[9]! & 0x80) === 0 ? null : gif.subarray(at, at + tableBytes(descriptor[9]!));
  at += own?.length ?? 0;
  const table = own ?? common;
  if (table === null) throw new Error('This GIF has no colours.');
  const size = Math.log2(table.length / 3) - 1;
  // Its own table, not interlaced, not sorted.
  descriptor[9] = 0x80 | (descriptor[9]! & 0x40) | size;
  // The codes' first size stands before their blocks.
  const end = afterBlocks(gif, at + 1);
  return { screen, image: Buffer.concat([descriptor, table, gif.subarray(at, end)]) };
}

const tableBytes = (packed: number): number => 3 * 2 ** ((packed & 7) + 1);

/** Where the run of blocks at `at` ends, its terminator included. */
function afterBlocks(gif: Uint8Array, at: number): number {
  while (at < gif.length && gif[at] !== 0) at += gif[at]! + 1;
  return at + 1;
}
