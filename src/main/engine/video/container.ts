// Coded frames into an MP4 or a WebM through mediabunny: an MP4's index at the front, so that a browser plays it while it loads.
import {
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WebMOutputFormat,
  type StreamTargetChunk,
} from 'mediabunny';
import type { PartialFile } from '../partialFile';
import type { CodecName, EncodedFrame } from './ffmpeg';

export interface VideoOptions {
  readonly codec: CodecName;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** How many frames will come, exactly: room is kept for their index. */
  readonly frames: number;
  readonly comment: string;
}

export class VideoWriter {
  private constructor(
    private readonly options: VideoOptions,
    private readonly output: Output,
    private readonly source: EncodedVideoPacketSource,
  ) {}

  static async open(file: PartialFile, options: VideoOptions): Promise<VideoWriter> {
    const writable = new WritableStream<StreamTargetChunk>({ write: ({ data, position }) => file.write(data, position) });
    const output = new Output({
      format: options.codec === 'avc' ? new Mp4OutputFormat({ fastStart: 'reserve' }) : new WebMOutputFormat(),
      target: new StreamTarget(writable, { chunked: true }),
    });
    const source = new EncodedVideoPacketSource(options.codec);
    output.addVideoTrack(source, { frameRate: options.fps, maximumPacketCount: options.frames });
    output.setMetadataTags({ comment: options.comment });
    await output.start();
    return new VideoWriter(options, output, source);
  }

  async add({ data, key, index }: EncodedFrame): Promise<void> {
    const { codec, width, height, fps } = this.options;
    const packet = new EncodedPacket(data, key ? 'key' : 'delta', index / fps, 1 / fps);
    if (index > 0) return this.source.add(packet);
    const colorSpace = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;
    await this.source.add(packet, {
      decoderConfig: { codec: nameOf(codec, data, this.options), codedWidth: width, codedHeight: height, colorSpace },
    });
  }

  finish(): Promise<void> {
    return this.output.finalize();
  }

  async cancel(): Promise<void> {
    if (this.output.state !== 'finalized' && this.output.state !== 'canceled') await this.output.cancel();
  }
}

const nameOf = (codec: CodecName, data: Uint8Array, options: VideoOptions): string =>
  codec === 'avc' ? codecName(data) : vp9Name(options);

/** VP9's levels: number, luma samples a second, luma samples of a picture (webmproject.org/vp9/levels). */
const LEVELS: readonly (readonly [number, number, number])[] = [
  [10, 829_440, 36_864],
  [11, 2_764_800, 73_728],
  [20, 4_608_000, 122_880],
  [21, 9_216_000, 245_760],
  [30, 20_736_000, 552_960],
  [31, 36_864_000, 983_040],
  [40, 83_558_400, 2_228_224],
  [41, 160_432_128, 2_228_224],
  [50, 311_951_360, 8_912_896],
  [51, 588_251_136, 8_912_896],
  [52, 1_176_502_272, 8_912_896],
  [60, 1_176_502_272, 35_651_584],
  [61, 2_353_004_544, 35_651_584],
  [62, 4_706_009_088, 35_651_584],
];

/** 'vp09.00.31.08...': profile 0, the level, 8 bits, 4:2:0 sited left, BT.709, limited range. */
export function vp9Name({ width, height, fps }: Pick<VideoOptions, 'width' | 'height' | 'fps'>): string {
  const size = width * height;
  const [level] = LEVELS.find(([, rate, most]) => size * fps <= rate && size <= most) ?? LEVELS.at(-1)!;
  return `vp09.00.${level}.08.00.01.01.01.00`;
}

/** 'avc1.64001f': profile, constraints and level stand in the three bytes after the head of the sequence parameter set (RFC 6381, ISO 14496-15). */
export function codecName(annexB: Uint8Array): string {
  for (let i = 0; i + 6 < annexB.length; i++) {
    const start = annexB[i] === 0 && annexB[i + 1] === 0 && annexB[i + 2] === 1;
    if (start && (annexB[i + 3]! & 0x1f) === 7) return `avc1.${Buffer.from(annexB.subarray(i + 4, i + 7)).toString('hex')}`;
  }
  throw new Error('The first coded frame has no sequence parameter set.');
}
