// 'picture.draw', 'picture.webp' and 'frames.score': one picture of an export for the window's preview or a file of its own, and the scores that its curve needs.
import { mapBounded, progressTeller } from '../bounded';
import { loadSharp } from '../images/sharp';
import type { EngineHandler } from '../protocol';
import { scoreFrame } from './composition';
import type { Sheet } from './paste';
import { Composer } from './picture';

/** Fails with 'unreadable' or 'damaged', naming the frame's file. */
export const drawPicture: EngineHandler<'picture.draw'> = async ({ frame, style, scores, index, size, card }) => {
  const composer = await Composer.open(style, size ?? (card ? frame : null), scores);
  if (card) {
    const sheet = await composer.card(card.fps);
    return { png: await pngOf(sheet), width: sheet.width, height: sheet.height, words: [style.title] };
  }
  const composed = await composer.compose(frame, index);
  return { png: await pngOf(composed), width: composed.width, height: composed.height, words: composed.words };
};

export const drawWebp: EngineHandler<'picture.webp'> = async ({ frame, style, scores, index, size }) => {
  const { rgb, width, height } = await (await Composer.open(style, size, scores)).compose(frame, index);
  const sharp = await loadSharp();
  const webp = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .webp({ quality: 82 })
    .toBuffer();
  return { webp, width, height };
};

export const scoreFrames: EngineHandler<'frames.score'> = async ({ frames, threshold, post }, { emit, signal }) => {
  const tell = progressTeller(frames.length, emit);
  let done = 0;
  const ious = await mapBounded(frames, 2, signal, async (frame) => {
    const iou = await scoreFrame(frame, { threshold, post });
    tell(++done);
    return iou;
  });
  return { ious };
};

export async function pngOf({ rgb, width, height }: Sheet): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}
