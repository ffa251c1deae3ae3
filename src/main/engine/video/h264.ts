// H.264 by libx264, through node-av's FFmpeg: constant quality, BT.709 said in the stream itself, a key frame every second.
import type * as Av from 'node-av';
import { even } from './yuv';

type NodeAv = typeof Av;

/**
 * Constant rate factor and preset, measured on noisy KITTI frames (1242x375, 10 a second): 7.5 Mbit/s, luma and chroma at 39.5 dB or better,
 * 22 ms of processor time a frame. 'fast' won 1 dB for four times the time.
 */
const CRF = '17';
const PRESET = 'veryfast';

export interface EncodedFrame {
  /** Annex B; the first one carries the parameter sets. */
  readonly data: Uint8Array;
  readonly key: boolean;
  /** Number of the frame in the order shown; without B-frames also the order coded. */
  readonly index: number;
}

let loading: Promise<NodeAv> | null = null;

function loadNodeAv(): Promise<NodeAv> {
  return (loading ??= import('node-av').then((av) => {
    av.Log.setLevel(av.AV_LOG_ERROR);
    return av;
  }));
}

export class H264Encoder {
  private frames = 0;

  private constructor(
    private readonly av: NodeAv,
    private readonly context: Av.CodecContext,
    private readonly width: number,
    private readonly height: number,
  ) {}

  /** `width` and `height` of the pictures, odd ones are coded one pixel larger; `fps` > 0, a thousandth is kept. */
  static async open(width: number, height: number, fps: number): Promise<H264Encoder> {
    const av = await loadNodeAv();
    const codec: Av.Codec | null = av.Codec.findEncoderByName('libx264' as never);
    if (!codec) throw new Error('This build of FFmpeg has no libx264.');
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
    context.setOption('preset', PRESET);
    context.setOption('crf', CRF);
    av.FFmpegError.throwIfError(await context.open2(codec), 'open libx264');
    return new H264Encoder(av, context, even(width), even(height));
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
