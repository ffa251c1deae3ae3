// Coded frames into an MP4 through mediabunny: its index at the front, so that a browser plays it while it loads.
import { EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output, StreamTarget, type StreamTargetChunk } from 'mediabunny';
import type { PartialFile } from '../partialFile';
import type { EncodedFrame } from './h264';

export interface Mp4Options {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** How many frames will come, exactly: room is kept for their index. */
  readonly frames: number;
  readonly comment: string;
}

export class Mp4Writer {
  private constructor(
    private readonly options: Mp4Options,
    private readonly output: Output,
    private readonly source: EncodedVideoPacketSource,
  ) {}

  static async open(file: PartialFile, options: Mp4Options): Promise<Mp4Writer> {
    const writable = new WritableStream<StreamTargetChunk>({ write: ({ data, position }) => file.write(data, position) });
    const output = new Output({
      format: new Mp4OutputFormat({ fastStart: 'reserve' }),
      target: new StreamTarget(writable, { chunked: true }),
    });
    const source = new EncodedVideoPacketSource('avc');
    output.addVideoTrack(source, { frameRate: options.fps, maximumPacketCount: options.frames });
    output.setMetadataTags({ comment: options.comment });
    await output.start();
    return new Mp4Writer(options, output, source);
  }

  async add({ data, key, index }: EncodedFrame): Promise<void> {
    const { width, height, fps } = this.options;
    const packet = new EncodedPacket(data, key ? 'key' : 'delta', index / fps, 1 / fps);
    if (index > 0) return this.source.add(packet);
    const colorSpace = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;
    await this.source.add(packet, { decoderConfig: { codec: codecName(data), codedWidth: width, codedHeight: height, colorSpace } });
  }

  finish(): Promise<void> {
    return this.output.finalize();
  }

  async cancel(): Promise<void> {
    if (this.output.state !== 'finalized' && this.output.state !== 'canceled') await this.output.cancel();
  }
}

/** 'avc1.64001f': profile, constraints and level stand in the three bytes after the head of the sequence parameter set (RFC 6381, ISO 14496-15). */
export function codecName(annexB: Uint8Array): string {
  for (let i = 0; i + 6 < annexB.length; i++) {
    const start = annexB[i] === 0 && annexB[i + 1] === 0 && annexB[i + 2] === 1;
    if (start && (annexB[i + 3]! & 0x1f) === 7) return `avc1.${Buffer.from(annexB.subarray(i + 4, i + 7)).toString('hex')}`;
  }
  throw new Error('The first coded frame has no sequence parameter set.');
}
