// A shadow in the shape of a polygon, in place.

/** Whole pixels: [x, y]. */
export type Vertex = readonly [x: number, y: number];

/**
 * After albumentations 2.0.8's RandomShadow (add_shadow): what OpenCV's fillPoly covers becomes value x (1 - intensity), cut to a whole number.
 * @param pixels RGB [height*width*3]
 * @param intensity 0 none .. 1 black
 */
export function castShadow(pixels: Uint8Array, width: number, height: number, vertices: readonly Vertex[], intensity: number): void {
  const covered = filledPolygon(width, height, vertices);
  const darker = Uint8Array.from({ length: 256 }, (_, value) => Math.trunc(value * (1 - intensity)));
  for (let i = 0; i < covered.length; i++) {
    if (covered[i] === 0) continue;
    for (let c = 3 * i; c < 3 * i + 3; c++) pixels[c] = darker[pixels[c]!]!;
  }
}

/**
 * 1 where OpenCV's fillPoly draws [height*width]: inside by the even-odd rule, and everywhere on the outline.
 * @param vertices inside the picture
 */
export function filledPolygon(width: number, height: number, vertices: readonly Vertex[]): Uint8Array {
  const covered = new Uint8Array(width * height);
  const edges = vertices.map((to, i) => [vertices.at(i - 1)!, to] as const);
  for (const [from, to] of edges) line(covered, width, from, to);
  // OpenCV follows an edge in 1/65536 of a pixel, its slope cut off there.
  const sides = edges
    .filter(([from, to]) => from[1] !== to[1])
    .map(([from, to]) => {
      const slope = Math.trunc(((to[0] - from[0]) * 65536) / (to[1] - from[1]));
      const [top, bottom] = from[1] < to[1] ? [from, to] : [to, from];
      return { x: top[0] * 65536, top: top[1], bottom: bottom[1], slope };
    });
  for (let y = 0; y < height; y++) {
    const crossings = sides.filter(({ top, bottom }) => top <= y && y < bottom).map(({ x, top, slope }) => x + (y - top) * slope);
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const first = Math.ceil(crossings[i]! / 65536);
      const last = Math.floor(crossings[i + 1]! / 65536);
      if (last >= first) covered.fill(1, y * width + first, y * width + last + 1);
    }
  }
  return covered;
}

/** OpenCV's LineIterator of 8 neighbours, from left to right. */
function line(into: Uint8Array, width: number, from: Vertex, to: Vertex): void {
  const [[x0, y0], [x1, y1]] = from[0] <= to[0] ? [from, to] : [to, from];
  const down = y1 < y0 ? -width : width;
  const [across, along] = [x1 - x0, Math.abs(y1 - y0)];
  const steep = along > across;
  const [long, short] = steep ? [along, across] : [across, along];
  const [always, sometimes] = steep ? [down, 1] : [1, down];
  let error = long - 2 * short;
  for (let i = 0, at = y0 * width + x0; i <= long; i++) {
    into[at] = 1;
    at += always;
    if (error < 0) {
      error += 2 * long;
      at += sometimes;
    }
    error -= 2 * short;
  }
}
