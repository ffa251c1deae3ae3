// app://project/frame/<id> and app://project/thumbnail/<id>: the open project's pictures, named by id alone.
import { extname } from 'node:path';
import { FrameId } from '../../shared/domain';
import { pictureHeaders } from './headers';

/** What the protocol asks of the project; both answer null for an id that the open project does not know. */
export interface PictureSource {
  /** Bytes of the frame's file, as they lie on the disk. */
  frame(id: FrameId): Promise<{ bytes: Uint8Array; name: string } | null>;
  /** A small WebP of the frame. */
  thumbnail(id: FrameId): Promise<Uint8Array | null>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.bmp': 'image/bmp',
};

/** Ids are never used twice within a project, but another project has the same ids: nothing may be cached beyond the window's own LRU. */
const CACHE = 'no-store';

export async function servePicture(source: PictureSource, pathname: string, dev: string | null): Promise<Response> {
  const asked = /^\/(frame|thumbnail)\/([1-9]\d{0,15})$/.exec(pathname);
  const id = FrameId.safeParse(Number(asked?.[2]));
  if (!asked || !id.success) return answer(404, 'No such picture.', dev);
  try {
    if (asked[1] === 'frame') {
      const frame = await source.frame(id.data);
      if (!frame) return answer(404, 'No such frame.', dev);
      const type = TYPES[extname(frame.name).toLowerCase()] ?? 'application/octet-stream';
      return new Response(frame.bytes as BodyInit, { headers: pictureHeaders(type, dev, CACHE) });
    }
    const webp = await source.thumbnail(id.data);
    if (!webp) return answer(404, 'No such frame.', dev);
    return new Response(webp as BodyInit, { headers: pictureHeaders('image/webp', dev, CACHE) });
  } catch (error) {
    return answer(410, error instanceof Error ? error.message : String(error), dev);
  }
}

const answer = (status: number, words: string, dev: string | null): Response =>
  new Response(words, { status, headers: pictureHeaders('text/plain; charset=utf-8', dev, CACHE) });
