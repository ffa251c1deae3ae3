// The open project's pictures for app://project: frames as they lie on the disk, thumbnails made by the engine and kept in the project's cache.
import { readFile } from 'node:fs/promises';
import type { FrameId } from '../../shared/domain';
import { unwrap } from '../../shared/result';
import { frameFile, thumbnail } from '../studio';
import type { PictureSource } from '../window/pictures';
import type { Desk } from './desk';
import { NewestFirst } from './newestFirst';

/** Twice the width of the list's pictures, for dense screens. */
const THUMBNAIL_WIDTH = 192;
const AT_ONCE = 3;

export function picturesOf(desk: Desk): PictureSource {
  const queue = new NewestFirst(AT_ONCE);
  return {
    async frame(id: FrameId) {
      const studio = desk.studioOrNull;
      if (!studio) return null;
      const file = unwrap(frameFile(studio.project, id));
      return { bytes: await readFile(file), name: file };
    },
    thumbnail: (id: FrameId) =>
      queue.run(async () => {
        const studio = desk.studioOrNull;
        return studio && unwrap(await thumbnail(studio, id, THUMBNAIL_WIDTH));
      }),
  };
}
