// Text as outlines: Inter's glyphs laid out by fontkit, so that an export looks the same on every machine, with no font installed at all.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

export type Weight = 500 | 600;

/** In the order they are asked; Google Fonts' subsets of one and the same typeface. */
const SUBSETS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'vietnamese'] as const;

export interface TextStyle {
  /** Height of the em square in pixels. */
  readonly size: number;
  readonly weight: Weight;
  /** '#rrggbb'. */
  readonly fill: string;
  /** For words that stay: figures and hyphens have their own widths; else one width, so that a number that changes makes nothing jump. */
  readonly still?: boolean;
}

export interface LaidText {
  /** Advance in pixels. */
  readonly width: number;
  /** SVG with its origin at (x, baseline). */
  svg(x: number, baseline: number): string;
}

export type Typesetter = (text: string, style: TextStyle) => LaidText;

let loading: Promise<Typesetter> | null = null;

/** Reads the font files on first use. */
export function loadTypesetter(): Promise<Typesetter> {
  return (loading ??= Promise.all([loadWeight(500), loadWeight(600)]).then(([medium, semibold]) => {
    const fonts: Record<Weight, readonly Font[]> = { 500: medium, 600: semibold };
    return remembering((text, style) => layOut(text, style, fonts[style.weight]));
  }));
}

/** Most words of a read-out are the same on every frame, and laying out costs more than drawing. */
function remembering(typeset: Typesetter): Typesetter {
  const known = new Map<string, LaidText>();
  return (text, style) => {
    const key = `${style.size} ${style.weight} ${style.fill} ${style.still} ${text}`;
    const laid = known.get(key) ?? typeset(text, style);
    if (known.size > 500) known.clear();
    known.set(key, laid);
    return laid;
  };
}

function loadWeight(weight: Weight): Promise<Font[]> {
  const require = createRequire(import.meta.url);
  return Promise.all(
    SUBSETS.map(
      async (subset) => create(await readFile(require.resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff2`))) as Font,
    ),
  );
}

function layOut(text: string, { size, fill, still = false }: TextStyle, fonts: readonly Font[]): LaidText {
  const pieces: string[] = [];
  let pen = 0;
  for (const { font, run } of runsOf(text, fonts)) {
    if (font === null) {
      // No glyph of Inter's: drawn with whatever font the machine has, in a box of the width such scripts use.
      for (const character of run) {
        pieces.push(
          `<text x="${fixed(pen + size / 2)}" text-anchor="middle" font-family="sans-serif" font-size="${size}">${escaped(character)}</text>`,
        );
        pen += size;
      }
      continue;
    }
    const scale = size / font.unitsPerEm;
    const { glyphs, positions } = font.layout(run, still ? [] : ['tnum']);
    glyphs.forEach((glyph, i) => {
      const { xAdvance, xOffset, yOffset } = positions[i]!;
      const at = `translate(${fixed(pen + xOffset * scale)} ${fixed(-yOffset * scale)}) scale(${scale.toFixed(6)} ${(-scale).toFixed(6)})`;
      pieces.push(`<path transform="${at}" d="${glyph.path.toSVG()}"/>`);
      pen += xAdvance * scale;
    });
  }
  return {
    width: pen,
    svg: (x, baseline) => `<g fill="${fill}" transform="translate(${fixed(x)} ${fixed(baseline)})">${pieces.join('')}</g>`,
  };
}

/** Neighbouring characters that one font can draw, together. */
function runsOf(text: string, fonts: readonly Font[]): { font: Font | null; run: string }[] {
  const runs: { font: Font | null; run: string }[] = [];
  for (const character of text.normalize('NFC')) {
    const font = fonts.find((candidate) => candidate.hasGlyphForCodePoint(character.codePointAt(0)!)) ?? null;
    const last = runs.at(-1);
    if (last && last.font === font) last.run += character;
    else runs.push({ font, run: character });
  }
  return runs;
}

const fixed = (value: number): string => value.toFixed(2);

/** Characters that XML does not allow at all become blanks. */
const escaped = (character: string): string =>
  /[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(character) ? ' ' : character.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
