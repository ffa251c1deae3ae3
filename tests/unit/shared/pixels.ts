// Mirroring and cropping as anybody would write them: what the one-pass code of the product is held against. Pixels are [height*width*channels].

/** The pixel at (x, y) of the result is the one that `from` names. */
function moved(src: Uint8Array, w: number, channels: number, toW: number, toH: number, from: (x: number, y: number) => [number, number]) {
  return Uint8Array.from({ length: toW * toH * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const [x, y] = from(pixel % toW, Math.floor(pixel / toW));
    return src[(y * w + x) * channels + (i % channels)]!;
  });
}

/** Left and right exchanged. */
export const mirror = (src: Uint8Array, w: number, h: number, channels: number): Uint8Array =>
  moved(src, w, channels, w, h, (x, y) => [w - 1 - x, y]);

export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export const crop = (src: Uint8Array, w: number, channels: number, part: Part): Uint8Array =>
  moved(src, w, channels, part.width, part.height, (x, y) => [part.x + x, part.y + y]);
