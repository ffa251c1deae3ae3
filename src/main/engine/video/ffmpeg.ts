// H.264 by libx264 and VP9 by libvpx, through node-av's FFmpeg: constant quality, BT.709 said in the stream itself, a key frame every second.
import { availableParallelism } from 'node:os';
import type * as Av from 'node-av';
import { refuse } from '../../../shared/result';
import { even } from './yuv';

type NodeAv = typeof Av;

/** A codec as it is set here. Quality is constant: see docs/performance.md for what it costs and gives. */
interface Codec {
  readonly encoder: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
}

export const CODECS = {
  avc: { encoder: 'libx264', name: 'H.264', options: { preset: 'veryfast', crf: '10' } },
  vp9: {
    encoder: 'libvpx-vp9',
    name: 'VP9',
    // No frame is coded ahead of its place, so that packets and frames are one to one.
    options: { crf: '8', b: '0', deadline: 'realtime', 'cpu-used': '7', 'row-mt': '1', 'lag-in-frames': '0', 'auto-alt-ref': '0' },
  },
} as const satisfies Record<string, Codec>;
export type CodecName = keyof typeof CODECS;

export interface EncodedFrame {
  /** H.264 as Annex B, whose first one carries the parameter sets. */
  readonly data: Uint8Array;
  readonly key: boolean;
  /** Number of the frame in the order shown; without B-frames also the order coded. */
  readonly index: number;
}

/** What to choose instead. */
const OTHERS: Readonly<Record<CodecName, string>> = {
  avc: 'Choose WebM (.webm) or GIF (.gif) instead.',
  vp9: 'Choose MP4 (.mp4) or GIF (.gif) instead.',
};

let loading: Promise<NodeAv> | null = null;

function loadNodeAv(): Promise<NodeAv> {
  return (loading ??= import('node-av').then((av) => {
    av.Log.setLevel(av.AV_LOG_ERROR);
    return av;
  }));
}

export class VideoEncoder {
  private frames = 0;

  private constructor(
    private readonly av: NodeAv,
    private readonly context: Av.CodecContext,
    private readonly width: number,
    private readonly height: number,
  ) {}

  /** `width` and `height` of the pictures, odd ones are coded one pixel larger; `fps` > 0, a thousandth is kept. Fails with 'no-encoder'. */
  static async open(name: CodecName, width: number, height: number, fps: number): Promise<VideoEncoder> {
    const av = await loadNodeAv();
    const wanted: Codec = CODECS[name];
    const codec: Av.Codec | null = av.Codec.findEncoderByName(wanted.encoder as never);
    if (!codec) return refuse('no-encoder', `FFmpeg on this machine has no encoder for ${wanted.name}.`, OTHERS[name]);
    const context = new av.CodecContext();
    context.allocContext3(codec);
    context.width = even(width);
    context.height = even(height);
    context.pixelFormat = av.AV_PIX_FMT_YUV420P;
    context.timeBase = new av.Rational(1000, Math.round(fps * 1000));
    context.framerate = new av.Rational(Math.round(fps * 1000), 1000);
    context.gopSize = Math.max(1, Math.round(fps));
    // A player can then show any frame from the last key frame on, in order, with no edit list to get the times right.
    context.maxBFrames = 0;
    context.colorRange = av.AVCOL_RANGE_MPEG;
    context.colorPrimaries = av.AVCOL_PRI_BT709;
    context.colorTrc = av.AVCOL_TRC_BT709;
    context.colorSpace = av.AVCOL_SPC_BT709;
    context.chromaLocation = av.AVCHROMA_LOC_LEFT;
    context.threadCount = availableParallelism();
    for (const [option, value] of Object.entries(wanted.options)) context.setOption(option, value);
    av.FFmpegError.throwIfError(await context.open2(codec), `open ${wanted.encoder}`);
    return new VideoEncoder(av, context, even(width), even(height));
  }

  /** `i420` as from rgbToI420. Answers with the frames that are coded by now: the encoder looks ahead. */
  async encode(i420: Uint8Array): Promise<EncodedFrame[]> {
    const { av } = this;
    const frame = new av.Frame();
    try {
      frame.alloc();
      frame.format = av.AV_PIX_FMT_YUV420P;
      frame.width = this.width;
      frame.height = this.height;
      av.FFmpegError.throwIfError(frame.fromBuffer(Buffer.from(i420.buffer, i420.byteOffset, i420.byteLength)), 'fill a frame');
      frame.pts = BigInt(this.frames++);
      av.FFmpegError.throwIfError(await this.context.sendFrame(frame), 'encode a frame');
    } finally {
      frame.free();
    }
    return this.receive();
  }

  /** The rest. */
  async finish(): Promise<EncodedFrame[]> {
    this.av.FFmpegError.throwIfError(await this.context.sendFrame(null), 'finish the video');
    return this.receive();
  }

  close(): void {
    this.context.freeContext();
  }

  private async receive(): Promise<EncodedFrame[]> {
    const { av } = this;
    const packet = new av.Packet();
    packet.alloc();
    const coded: EncodedFrame[] = [];
    try {
      for (;;) {
        const answer = await this.context.receivePacket(packet);
        if (answer === av.AVERROR_EAGAIN || answer === av.AVERROR_EOF) return coded;
        av.FFmpegError.throwIfError(answer, 'receive a coded frame');
        coded.push({ data: Uint8Array.from(packet.data!), key: packet.isKeyframe, index: Number(packet.pts) });
        packet.unref();
      }
    } finally {
      packet.free();
    }
  }
}
