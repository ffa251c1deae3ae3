// Tags of runs: short words, written with commas or blanks between them. Pure.
export const MAX_TAG = 40;
export const MAX_TAGS = 20;
export const MAX_NOTE = 2000;

/** 'wide, #night wide' -> ['wide', 'night']: each once, in the order in which they were written. A word too long is cut, more than 20 are left out. */
export function tagsOf(text: string): string[] {
  const words = text.split(/[,;\s]+/).map((word) => word.replace(/^#+/, '').slice(0, MAX_TAG));
  return tidyTags(words);
}

/** Each once, without empty ones. */
export const tidyTags = (tags: readonly string[]): string[] =>
  [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))].slice(0, MAX_TAGS);
