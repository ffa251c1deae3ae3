// A project with as many frames as one likes, made in seconds by the project's own functions: all frames show the same few pictures.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRle } from '../../../src/shared/mask/rle';
import { unwrap } from '../../../src/shared/result';
import { transaction } from '../../../src/main/project/database';
import { addFrame } from '../../../src/main/project/frames';
import { appendVersion } from '../../../src/main/project/masks';
import { createProjectFolder } from '../../../src/main/project/open';
import { writable } from '../../../src/main/project/project';
import { setReview } from '../../../src/main/project/reviews';
import { setSplit } from '../../../src/main/project/splits';

/** A real file on the disk, read in place, and its size in pixels. */
export interface BigPicture {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}
export interface BigOptions {
  /** Every n-th frame has no mask; 0 = all have one. */
  readonly bareEvery?: number;
  readonly name?: (index: number) => string;
}

/** Frame names: 'drive_00000' ... */
export const bigName = (index: number): string => `drive_${String(index).padStart(5, '0')}`;

/**
 * Makes `folder` (NAME.roadbrush) with `count` frames that take turns in showing `pictures`; each has a name and a (made-up) SHA-256 of its own, so that
 * nothing that is kept by either is shared. Masks are road in the lower third. Of every 20 frames 3 are held out, 5 are reviewed, 1 is flagged with a
 * note, 2 were edited by hand. The project is closed again. Answers the folder.
 */
export function bigProject(folder: string, count: number, pictures: readonly BigPicture[], options: BigOptions = {}): string {
  for (const { path } of pictures) if (!existsSync(path)) throw new Error(`There is no picture ${path}.`);
  const { bareEvery = 25, name = bigName } = options;
  const project = unwrap(createProjectFolder(folder, { program: 'a test', mode: 'write' }));
  const db = writable(project);
  const masks = pictures.map(({ width, height }) => {
    const data = new Uint8Array(width * height);
    const from = Math.floor(height * 0.66) * width;
    data.fill(7, from);
    return { rle: encodeRle({ width, height, data }), changed: data.length - from };
  });
  transaction(db, () => {
    for (let i = 0; i < count; i++) {
      const at = i % pictures.length;
      const { path, width, height } = pictures[at]!;
      const sha256 = createHash('sha256').update(`${i}`).digest('hex');
      const frame = addFrame(db, { name: name(i), place: 'outside', path, width, height, sha256 });
      const bare = bareEvery > 0 && i % bareEvery === bareEvery - 1;
      if (!bare) {
        const { version } = appendVersion(db, { frame, parent: null, author: 'import', note: 'imported', key: null, ...masks[at]! });
        const edited = i % 20 === 3 || i % 20 === 4;
        if (edited)
          appendVersion(db, { frame, parent: version, author: 'human', note: 'stroke', key: null, rle: masks[at]!.rle, changed: 0 });
      }
      setSplit(db, frame, bare ? 'none' : i % 20 >= 17 ? 'held-out' : 'train');
      if (i % 20 >= 5 && i % 20 < 10 && !bare) setReview(db, frame, 'reviewed', '');
      if (i % 20 === 10) setReview(db, frame, 'flagged', `shadow over the kerb, ${i}`);
    }
  });
  project.close();
  return project.folder;
}

/** The first `most` frames of the drive under ../shared/data, 1242x375; null where it is not. */
export function drivePictures(data: string, most = 8): BigPicture[] | null {
  const folder = join(data, 'kitti-drive-0013', 'image_02', 'data');
  const pictures = Array.from({ length: most }, (_, i) => ({
    path: join(folder, `${String(i).padStart(10, '0')}.png`),
    width: 1242,
    height: 375,
  }));
  return pictures.every(({ path }) => existsSync(path)) ? pictures : null;
}
