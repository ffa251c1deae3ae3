// Pictures in one folder and masks of any format in another: each is read as what it is by itself, and both are joined by name.
import type { DatasetFormat, Contents, DatasetFrame, Source } from './format';
import { sorted } from './files';

/**
 * `pictures`: how the folder of pictures is read; only its pictures are taken. `format`: how the folder of masks is read; of it the masks are taken.
 * A mask without a picture stays: it may be for a frame that is there.
 */
export async function readApart(pictures: DatasetFormat, source: Source, format: DatasetFormat, masks: Source): Promise<Contents> {
  const [shown, drawn] = [await pictures.read(source, {}), await format.read(masks, {})];
  const frames = new Map<string, DatasetFrame>();
  for (const { name, image } of shown.frames) if (image !== null) frames.set(name, { name, image, mask: null });
  for (const { name, mask } of drawn.frames) {
    if (mask !== null) frames.set(name, { name, image: frames.get(name)?.image ?? null, mask });
  }
  return {
    frames: sorted(frames.values()),
    classes: drawn.classes,
    problems: drawn.problems,
    ...(drawn.shapes && { shapes: drawn.shapes }),
  };
}
