// sharp, loaded at first use, so that starting the engine costs nothing, and set up for files that change under us.
import type Sharp from 'sharp';

let loading: Promise<typeof Sharp> | null = null;

export function loadSharp(): Promise<typeof Sharp> {
  return (loading ??= import('sharp').then(({ default: sharp }) => {
    // Its cache goes by path: a file that was replaced would come back as it was.
    sharp.cache(false);
    return sharp;
  }));
}

/** Larger pictures than a mask may be are refused before they take the memory (RLE's MAX_PIXELS). */
const MAX_PIXELS = 2 ** 27;

/** Every picture is read this way. 'error': cut short or damaged pixels refuse the file, a mere oddity in a JPEG's markers does not. */
export const INPUT = { failOn: 'error', limitInputPixels: MAX_PIXELS } as const;
