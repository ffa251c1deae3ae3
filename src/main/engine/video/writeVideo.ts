// 'video.write': frames with their overlays as an MP4 (H.264, yuv420p, BT.709).
import { refuse } from '../../../shared/result';
import { progressTeller } from '../bounded';
import { loadSharp } from '../images/sharp';
import { PartialFile } from '../partialFile';
import type { EngineHandler, OverlayFrame, VideoJob } from '../protocol';
import { composeFrame, type ComposedFrame } from './composition';
import { H264Encoder } from './h264';
import { Mp4Writer } from './mp4';
import { drawReadout } from './readout';
import { even, rgbToI420 } from './yuv';

/** Frames that are decoded and composed while one is being coded. */
const AHEAD = 2;
/** What libx264 codes at most, on a side. */
const LARGEST = 16384;

/**
 * All frames get the first one's size: others are scaled to fit and get black borders. The file appears when it is whole, in place of one of that name.
 * Fails with 'bad-input', 'unreadable', 'damaged', 'unwritable' or 'disk-full'.
 */
export const writeVideo: EngineHandler<'video.write'> = async (job, { emit, signal }) => {
  const { frames, fps, out } = job;
  const [first] = frames;
  if (!first) return refuse('bad-input', 'There are no frames to export.', 'Choose at least one frame.');
  if (!(fps > 0 && fps <= 240)) return refuse('bad-input', `A video cannot have ${fps} frames a second.`, 'Choose 1 to 240.');
  if (first.width > LARGEST || first.height > LARGEST) {
    return refuse('bad-input', `A video cannot be ${first.width} x ${first.height} pixels: H.264 ends at ${LARGEST} a side.`);
  }
  const file = await PartialFile.create(out);
  try {
    await encodeInto(file, job, progressTeller(frames.length, emit), signal);
    signal.throwIfAborted();
    const bytes = await file.commit();
    return { frames: frames.length, bytes, width: even(first.width), height: even(first.height), notes: notesOn(frames, first) };
  } finally {
    await file.discard();
  }
};

async function encodeInto(file: PartialFile, job: VideoJob, tell: (done: number) => void, signal: AbortSignal): Promise<void> {
  const { frames, style, fps } = job;
  const { width, height } = frames[0]!;
  const size = { width: even(width), height: even(height) };
  const comment = ['Roadbrush', style.runName].filter(Boolean).join(', ');
  const encoder = await H264Encoder.open(width, height, fps);
  let mp4: Mp4Writer | null = null;
  try {
    mp4 = await Mp4Writer.open(file, { ...size, fps, frames: frames.length, comment });
    let done = 0;
    for await (const planes of composedAhead(job, signal)) {
      for (const coded of await encoder.encode(planes)) await mp4.add(coded);
      tell(++done);
    }
    for (const coded of await encoder.finish()) await mp4.add(coded);
    await mp4.finish();
  } catch (error) {
    await mp4?.cancel().catch(() => undefined);
    // What went wrong with the file itself is the cause, whatever the muxer made of it.
    throw file.failure ?? error;
  } finally {
    encoder.close();
  }
}

/** The frames' planes in order, the next ones already in the making. */
async function* composedAhead(job: VideoJob, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const making: Promise<Uint8Array>[] = [];
  const start = (frame: OverlayFrame): void => {
    const planes = planesOf(frame, job);
    // Whoever waits for it hears of a failure; if nobody does any more, it is no crash.
    planes.catch(() => undefined);
    making.push(planes);
  };
  let next = 0;
  while (next < job.frames.length || making.length > 0) {
    signal.throwIfAborted();
    while (next < job.frames.length && making.length <= AHEAD) start(job.frames[next++]!);
    yield await making.shift()!;
  }
}

async function planesOf(frame: OverlayFrame, { frames, style }: VideoJob): Promise<Uint8Array> {
  const { width, height } = frames[0]!;
  const composed = await composeFrame(frame, style);
  const rgb = await fitted(composed, width, height);
  if (style.readout) await drawReadout(rgb, width, height, composed.facts, style);
  return rgbToI420(rgb, width, height);
}

/** Scaled to fit, black around it. */
async function fitted({ rgb, width, height }: ComposedFrame, toWidth: number, toHeight: number): Promise<Uint8Array> {
  if (width === toWidth && height === toHeight) return rgb;
  const sharp = await loadSharp();
  const image = sharp(rgb, { raw: { width, height, channels: 3 } });
  return image.resize(toWidth, toHeight, { fit: 'contain', background: '#000000' }).raw().toBuffer();
}

function notesOn(frames: readonly OverlayFrame[], first: OverlayFrame): string[] {
  const size = `${first.width} x ${first.height}`;
  const video = `${even(first.width)} x ${even(first.height)}`;
  const others = frames.filter(({ width, height }) => width !== first.width || height !== first.height).length;
  return [
    ...(size === video ? [] : [`The video is ${video}: H.264 wants even sides, so the last column or row of ${size} is repeated.`]),
    ...(others === 0 ? [] : [`${others} of ${frames.length} frames have another size than the first (${size}) and were scaled to fit it.`]),
  ];
}
