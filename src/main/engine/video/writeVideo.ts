// 'video.write': frames with their overlays as an MP4 (H.264), a WebM (VP9) or an animated GIF; yuv420p and BT.709 for the first two.
import { LARGE_GIF } from '../../../shared/overlay/pictureStyle';
import { refuse } from '../../../shared/result';
import { progressTeller } from '../bounded';
import { PartialFile } from '../partialFile';
import type { EngineHandler, VideoJob } from '../protocol';
import { VideoWriter } from './container';
import { VideoEncoder, type CodecName } from './ffmpeg';
import { FASTEST_GIF, GifWriter } from './gif';
import type { Sheet } from './paste';
import { Composer } from './picture';
import { CARD_SECONDS } from './title';
import { even, rgbToI420 } from './yuv';

/** Pictures that are drawn and turned into the codec's planes while one is being coded. */
const AHEAD = 2;
/** On a side, in pixels: what libx264 and libvpx code at most; what is sensible as a GIF. */
const LARGEST = { mp4: 16384, webm: 16384, gif: 8192 } as const;

/**
 * All frames get the first one's size: others are scaled to fit and get black borders. The file appears when it is whole, in place of one of that name.
 * Fails with 'bad-input', 'unreadable', 'damaged', 'no-encoder', 'unwritable' or 'disk-full'.
 */
export const writeVideo: EngineHandler<'video.write'> = async (job, { emit, signal }) => {
  const { frames, fps, out, as, style } = job;
  const [first] = frames;
  if (!first) return refuse('bad-input', 'There are no frames to export.', 'Choose at least one frame.');
  if (!(fps > 0 && fps <= 240)) return refuse('bad-input', `A video cannot have ${fps} frames a second.`, 'Choose 1 to 240.');
  if (as === 'gif' && fps > FASTEST_GIF)
    return refuse('bad-input', `A GIF cannot show ${fps} frames a second.`, `Choose ${FASTEST_GIF} at most, or MP4.`);
  const composer = await Composer.open(style, first, job.scores);
  const { width, height } = composer.layout(first);
  if (width > LARGEST[as] || height > LARGEST[as]) {
    const words = `A video cannot be ${width} x ${height} pixels: ${as.toUpperCase()} ends at ${LARGEST[as]} a side.`;
    return refuse('bad-input', words, 'Choose a smaller width, or fewer views.');
  }
  const file = await PartialFile.create(out);
  try {
    const tell = progressTeller(frames.length, emit);
    const cards = style.title !== '' && style.titleAs === 'card' ? Math.max(1, Math.round(CARD_SECONDS * fps)) : 0;
    const pictures = { job, composer, width, height, cards };
    if (as === 'gif') await writeGif(file, pictures, tell, signal);
    else await encodeInto(file, as === 'mp4' ? 'avc' : 'vp9', pictures, tell, signal);
    signal.throwIfAborted();
    const bytes = await file.commit();
    const size = as === 'gif' ? { width, height } : { width: even(width), height: even(height) };
    return { frames: frames.length, bytes, ...size, notes: notesOn(job, { width, height }, bytes, cards) };
  } finally {
    await file.discard();
  }
};

interface Pictures {
  readonly job: VideoJob;
  readonly composer: Composer;
  readonly width: number;
  readonly height: number;
  /** How many frames the title's card stays for. */
  readonly cards: number;
}

async function encodeInto(
  file: PartialFile,
  codec: CodecName,
  pictures: Pictures,
  tell: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { job, width, height, cards } = pictures;
  const size = { width: even(width), height: even(height) };
  const comment = ['Roadbrush', job.style.runName].filter(Boolean).join(', ');
  const encoder = await VideoEncoder.open(codec, width, height, job.fps);
  let writer: VideoWriter | null = null;
  try {
    writer = await VideoWriter.open(file, { codec, ...size, fps: job.fps, frames: job.frames.length + cards, comment });
    let done = 0;
    for await (const planes of ahead(pictures, signal, async (sheet) => rgbToI420(sheet.rgb, width, height))) {
      for (const coded of await encoder.encode(planes)) await writer.add(coded);
      tell(Math.max(0, ++done - cards));
    }
    for (const coded of await encoder.finish()) await writer.add(coded);
    await writer.finish();
  } catch (error) {
    await writer?.cancel().catch(() => undefined);
    // What went wrong with the file itself is the cause, whatever the muxer made of it.
    throw file.failure ?? error;
  } finally {
    encoder.close();
  }
}

async function writeGif(file: PartialFile, pictures: Pictures, tell: (done: number) => void, signal: AbortSignal): Promise<void> {
  const writer = new GifWriter(file, pictures.job.fps);
  let done = 0;
  for await (const coded of ahead(pictures, signal, GifWriter.code)) {
    await writer.add(coded);
    tell(Math.max(0, ++done - pictures.cards));
  }
  await writer.finish();
}

/** The pictures in order, the next ones already in the making. */
async function* ahead<T>({ job, composer, cards }: Pictures, signal: AbortSignal, finish: (sheet: Sheet) => Promise<T>): AsyncGenerator<T> {
  const making: Promise<T>[] = [];
  const start = (index: number): void => {
    const made = index < 0 ? composer.card(job.fps) : composer.compose(job.frames[index]!, index);
    const finished = made.then(finish);
    // Whoever waits for it hears of a failure; if nobody does any more, it is no crash.
    finished.catch(() => undefined);
    making.push(finished);
  };
  for (let next = -cards; next < job.frames.length || making.length > 0;) {
    signal.throwIfAborted();
    while (next < job.frames.length && making.length <= AHEAD) start(next++);
    yield await making.shift()!;
  }
}

function notesOn({ frames, as }: VideoJob, { width, height }: { width: number; height: number }, bytes: number, cards: number): string[] {
  const first = frames[0]!;
  const odd = as !== 'gif' && (even(width) !== width || even(height) !== height);
  const others = frames.filter((frame) => frame.width !== first.width || frame.height !== first.height).length;
  const codec = as === 'mp4' ? 'H.264' : 'VP9';
  return [
    ...(odd
      ? [
          `The video is ${even(width)} x ${even(height)}: ${codec} wants even sides, so the last column or row of ${width} x ${height} is repeated.`,
        ]
      : []),
    ...(others === 0
      ? []
      : [
          `${others} of ${frames.length} frames have another size than the first (${first.width} x ${first.height}) and were scaled to fit it.`,
        ]),
    ...(cards === 0 ? [] : [`The title stands before them for ${cards} frames.`]),
    ...(as === 'gif' && bytes > LARGE_GIF
      ? [`The GIF has ${Math.round(bytes / 1e6)} MB, more than most places take: choose fewer frames, a smaller width, or MP4.`]
      : []),
  ];
}
