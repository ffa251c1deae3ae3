// Finding an annotated image among the pictures that are really there: by name alone, so that no path in a file leads anywhere else.
import { stem } from './files';

/** File names, path parts after it first: 'images/train/a.png' -> ['a.png', 'train', 'images']. */
const partsOf = (path: string): string[] =>
  path
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .reverse();

export class PictureIndex {
  private readonly byStem = new Map<string, string[]>();

  /** `pictures`: relative paths with '/'. */
  constructor(pictures: readonly string[]) {
    for (const picture of pictures) {
      const key = stem(picture);
      const known = this.byStem.get(key);
      if (known) known.push(picture);
      else this.byStem.set(key, [picture]);
    }
  }

  /** The picture that an annotation means by `file` (with or without extension); null when there is none; 'several' when it may be more than one. */
  find(file: string): string | 'several' | null {
    const wanted = partsOf(file);
    const [last = ''] = wanted;
    const named = this.byStem.get(stem(last)) ?? this.byStem.get(last) ?? [];
    const exact = named.filter((picture) => partsOf(picture)[0] === last);
    const folders = wanted.slice(1);
    let best: string[] = [];
    let most = -1;
    for (const picture of exact.length > 0 ? exact : named) {
      const own = partsOf(picture).slice(1);
      let same = 0;
      while (same < folders.length && folders[same] === own[same]) same++;
      if (same > most) [best, most] = [[], same];
      if (same === most) best.push(picture);
    }
    return best.length > 1 ? 'several' : (best[0] ?? null);
  }
}
