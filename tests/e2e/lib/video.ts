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

/** Peak signal-to-noise ratio in dB over the RGB of the common part; pictures are [rows of `stride` pixels][channels]. */
export function psnr(
  a: { readonly data: Uint8Array | Uint8ClampedArray; readonly channels: 3 | 4; readonly stride: number },
  b: { readonly data: Uint8Array | Uint8ClampedArray; readonly channels: 3 | 4; readonly stride: number },
  width: number,
  height: number,
): number {
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const d = a.data[(y * a.stride + x) * a.channels + c]! - b.data[(y * b.stride + x) * b.channels + c]!;
        sum += d * d;
      }
    }
  }
  const mean = sum / (width * height * 3);
  return mean === 0 ? Infinity : 10 * Math.log10((255 * 255) / mean);
}
