// Decodes one tiny picture and encodes one tiny video, to know that the two libraries work on this machine.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PictureStyle } from '../../shared/overlay/pictureStyle';
import { FrameId } from '../../shared/domain';
import type { Failure } from '../../shared/result';
import type { Engine } from '../engine/protocol';

export interface MediaTrial {
  /** What went wrong, or undefined. */
  readonly image: Failure | undefined;
  readonly video: Failure | undefined;
}

/** A PNG of 32 x 32 pixels. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAAAAABWESUoAAAANUlEQVR42mNg4BCQUNAwsHDwCIhIyCioaOiYMGPBig07Dpy4cOPBiw8/GEYVjCoYVTBSFQAAl2zwEJjgKNwAAAAASUVORK5CYII=';

export async function tryMedia(engine: Engine): Promise<MediaTrial> {
  const folder = await mkdtemp(join(tmpdir(), 'roadbrush-doctor-'));
  try {
    const path = join(folder, 'trial.png');
    await writeFile(path, Buffer.from(PICTURE, 'base64'));
    const looked = await engine.call('images.inspect', { items: [{ image: path, mask: null, maskKind: 'label-ids' }] });
    const failed = looked.ok ? looked.value.failed[0] : undefined;
    const frame = { id: FrameId.parse(1), name: 'trial', path, width: 32, height: 32, mask: null, prediction: null, split: 'none' };
    const style = { ...PictureStyle.parse({ show: 'mask', threshold: 0.5, readout: false }), runName: '' };
    const wrote = await engine.call('video.write', {
      frames: [frame],
      style,
      fps: 10,
      as: 'mp4',
      scores: [],
      out: join(folder, 'trial.mp4'),
    });
    return {
      image: looked.ok ? failed && { code: 'unreadable', message: failed.why } : looked.error,
      video: wrote.ok ? undefined : wrote.error,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
