// The report's charts as inline SVG: lines along epochs, a curve in a square, a histogram. Colours are the page's, so that it is readable in light and in dark.
import { escaped } from './escape';

const [WIDTH, HEIGHT] = [520, 220];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 12, 26];

export interface Line {
  readonly name: string;
  readonly dashed: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}
export interface ChartWords {
  readonly title: string;
  readonly xTitle: string;
  /** Drawn as a ring with these words. */
  readonly mark?: { readonly x: number; readonly y: number; readonly words: string } | undefined;
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
}

const short = (value: number): string => `${Number(value.toPrecision(3))}`;

/** Empty where no line has a point. */
export function lineChart(lines: readonly Line[], { title, xTitle, mark, xRange, yRange }: ChartWords): string {
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return '';
  const [x0, x1] = xRange ?? spread(all.map(([x]) => x));
  const [y0, y1] = yRange ?? spread(all.map(([, y]) => y));
  const x = (value: number): string => (LEFT + ((value - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (value: number): string => (HEIGHT - BOTTOM - ((value - y0) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const drawn = lines
    .filter(({ points }) => points.length > 0)
    .map(({ dashed, points }, i) => {
      const look = `class="line l${i % 2}"${dashed ? ' stroke-dasharray="5 4"' : ''}`;
      const [only] = points;
      // One epoch is a dot: a line needs two.
      if (points.length === 1 && only) return `<circle ${look} cx="${x(only[0])}" cy="${y(only[1])}" r="3"/>`;
      return `<polyline ${look} points="${points.map(([px, py]) => `${x(px)},${y(py)}`).join(' ')}"/>`;
    });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => y0 + part * (y1 - y0));
  const grid = ticks.map(
    (tick) =>
      `<path class="grid" d="M${LEFT} ${y(tick)}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${y(tick)}" dy="4" class="end">${short(tick)}</text>`,
  );
  const ends = [x0, (x0 + x1) / 2, x1].map((tick) => `<text x="${x(tick)}" y="${HEIGHT - 8}" class="mid">${short(tick)}</text>`);
  const ring = mark
    ? `<circle class="mark" cx="${x(mark.x)}" cy="${y(mark.y)}" r="4.5"/><text class="word ${Number(x(mark.x)) > WIDTH - 130 ? 'end' : ''}" x="${Number(x(mark.x)) + (Number(x(mark.x)) > WIDTH - 130 ? -9 : 9)}" y="${y(mark.y)}" dy="18">${escaped(mark.words)}</text>`
    : '';
  const legend =
    lines.length > 1
      ? lines.map(({ name, dashed }, i) => `<span class="key k${i % 2}${dashed ? ' dashed' : ''}">${escaped(name)}</span>`).join(' ')
      : '';
  return figure(title, `${xTitle} ${legend}`, [...grid, ...ends, ...drawn, ring].join(''));
}

/** How many of `values` (0..1) lie in each of 20 equal steps. */
export function histogram(values: readonly number[], title: string, xTitle: string): string {
  const counts = new Array<number>(20).fill(0);
  for (const value of values) counts[Math.min(19, Math.floor(value * 20))]!++;
  const most = Math.max(1, ...counts);
  const step = (WIDTH - LEFT - RIGHT) / 20;
  const bars = counts.map((n, i) => {
    const height = (n / most) * (HEIGHT - TOP - BOTTOM);
    return `<rect class="bar" x="${(LEFT + i * step + 1).toFixed(1)}" y="${(HEIGHT - BOTTOM - height).toFixed(1)}" width="${(step - 2).toFixed(1)}" height="${height.toFixed(1)}"><title>${(i / 20).toFixed(2)} to ${((i + 1) / 20).toFixed(2)}: ${n}</title></rect>`;
  });
  const words = [0, 0.25, 0.5, 0.75, 1].map(
    (tick) => `<text x="${LEFT + tick * (WIDTH - LEFT - RIGHT)}" y="${HEIGHT - 8}" class="mid">${tick}</text>`,
  );
  const top = `<text x="${LEFT - 6}" y="${TOP}" dy="4" class="end">${most}</text><path class="grid" d="M${LEFT} ${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>`;
  return figure(title, xTitle, [...bars, ...words, top].join(''));
}

const figure = (title: string, caption: string, inside: string): string =>
  `<figure class="chart"><h3>${escaped(title)}</h3><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">${inside}</svg><figcaption>${caption}</figcaption></figure>`;

function spread(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // What stays the same has room on both sides, and no measure goes below nothing.
  return high > low ? [low, high] : low === 0 ? [0, 1] : [low - Math.abs(low) / 2, low + Math.abs(low) / 2];
}
