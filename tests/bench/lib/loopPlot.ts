// The plot of the loop: corrections against held-out IoU, one line an order.
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly k: number; readonly iou: number }[];
}

const [WIDTH, HEIGHT] = [720, 400];
const AREA = { left: 64, top: 24, right: 24, bottom: 48 };
const COLOURS = ['#2f6fe0', '#b9770e', '#8c5aa8', '#2e8b57', '#a33'];

/** An SVG; the band is what counts as having reached `clean`. */
export function loopPlot(curves: readonly Curve[], clean: number, within: number): string {
  const all = curves.flatMap(({ points }) => points);
  const most = Math.max(...all.map(({ k }) => k));
  const values = [...all.map(({ iou }) => iou), clean - within];
  const [low, high] = [Math.floor(Math.min(...values) * 100) / 100, Math.ceil(Math.max(...values) * 100) / 100];
  const x = (k: number): number => AREA.left + (k / most) * (WIDTH - AREA.left - AREA.right);
  const y = (iou: number): number => AREA.top + ((high - iou) / (high - low)) * (HEIGHT - AREA.top - AREA.bottom);
  const ticks = (n: number, from: number, to: number): number[] => Array.from({ length: n + 1 }, (_, i) => from + (i / n) * (to - from));
  const line = (x1: number, y1: number, x2: number, y2: number): string =>
    `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#ddd"/>`;
  const text = (tx: number, ty: number, words: string, anchor = 'middle', fill = '#444'): string =>
    `<text x="${tx.toFixed(1)}" y="${ty.toFixed(1)}" text-anchor="${anchor}" fill="${fill}">${words}</text>`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Inter, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<rect x="${AREA.left}" y="${y(clean).toFixed(1)}" width="${WIDTH - AREA.left - AREA.right}" height="${(y(clean - within) - y(clean)).toFixed(1)}" fill="#dff3e6"/>`,
    ...ticks(4, low, high).flatMap((v) => [
      line(AREA.left, y(v), WIDTH - AREA.right, y(v)),
      text(AREA.left - 8, y(v) + 4, v.toFixed(3), 'end'),
    ]),
    ...ticks(5, 0, most).map((k) => text(x(k), HEIGHT - AREA.bottom + 18, k.toFixed(0))),
    text(WIDTH / 2, HEIGHT - 10, 'masks looked at and corrected, of 170 (40 are spoiled)'),
    text(AREA.left, 14, `held-out mean IoU, 30 frames; band: within ${within} of all corrected`, 'start'),
    ...curves.flatMap(({ name, points }, i) => {
      const colour = COLOURS[i % COLOURS.length]!;
      const path = points.map(({ k, iou }) => `${x(k).toFixed(1)},${y(iou).toFixed(1)}`).join(' ');
      return [
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${i > 0 ? ' stroke-dasharray="5 3"' : ''}/>`,
        ...points.map(({ k, iou }) => `<circle cx="${x(k).toFixed(1)}" cy="${y(iou).toFixed(1)}" r="3" fill="${colour}"/>`),
        text(WIDTH - AREA.right - 8, HEIGHT - AREA.bottom - 12 - 16 * (curves.length - 1 - i), name, 'end', colour),
      ];
    }),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}
