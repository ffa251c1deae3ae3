// Decodes an exported video in plain Node, frame by frame, and says how near each picture is to another one.
import { registerMediabunnyServer } from '@mediabunny/server';
import { ALL_FORMATS, FilePathSource, Input, VideoSampleSink } from 'mediabunny';

registerMediabunnyServer();

export interface DecodedFrame {
  /** Seconds. */
  readonly timestamp: number;
  readonly width: number;
  readonly height: number;
  /** RGBA [height*width*4]. */
  readonly rgba: Uint8Array;
}
export interface DecodedVideo {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Seconds. */
  readonly duration: number;
  readonly frames: DecodedFrame[];
}

export async function decodeVideo(file: string): Promise<DecodedVideo> {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error(`${file} has no video.`);
  const frames: DecodedFrame[] = [];
  for await (const sample of new VideoSampleSink(track).samples()) {
    const rgba = new Uint8Array(sample.allocationSize({ format: 'RGBA' }));
    await sample.copyTo(rgba, { format: 'RGBA' });
    frames.push({ timestamp: sample.timestamp, width: sample.displayWidth, height: sample.displayHeight, rgba });
    sample.close();
  }
  const { codec, displayWidth: width, displayHeight: height } = track;
  const duration = await track.computeDuration();
  input.dispose();
  return { codec: String(codec), width, height, duration, frames };
}

export interface Pixels {
  /** Rows of `stride` pixels of `channels` bytes; red, green, blue first. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly channels: 3 | 4;
  readonly stride: number;
}

/** Colour is compared as means of so many by so many pixels: the overlay's dots are finer than the colour of 4:2:0 video can be. */
const BLOCK = 4;

/** Brightness at full size [height*width], and colour by blocks [rows*columns*3]. */
function carried({ data, channels, stride }: Pixels, width: number, height: number): { luma: Float64Array; colour: Float64Array } {
  const luma = new Float64Array(width * height);
  const columns = Math.floor(width / BLOCK);
  const rows = Math.floor(height / BLOCK);
  const colour = new Float64Array(columns * rows * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * stride + x) * channels;
      luma[y * width + x] = 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
      const [column, row] = [Math.floor(x / BLOCK), Math.floor(y / BLOCK)];
      if (column >= columns || row >= rows) continue;
      for (let c = 0; c < 3; c++) colour[(row * columns + column) * 3 + c]! += data[at + c]! / BLOCK ** 2;
    }
  }
  return { luma, colour };
}

const decibels = (a: Float64Array, b: Float64Array): number => {
  const mean = a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length;
  return mean === 0 ? Infinity : 10 * Math.log10(255 ** 2 / mean);
};

/** Peak signal-to-noise ratio in dB of what 4:2:0 video can carry of two pictures' common part: the lower of brightness and colour. */
export function psnr(a: Pixels, b: Pixels, width: number, height: number): number {
  const [one, other] = [carried(a, width, height), carried(b, width, height)];
  return Math.min(decibels(one.luma, other.luma), decibels(one.colour, other.colour));
}
