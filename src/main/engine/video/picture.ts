// The composition: one exported picture, whole. Videos, stills and the window's preview are all drawn here, so they hold the same.
import { panelsOf, type Panel } from '../../../shared/overlay/pictureStyle';
import type { OverlayFrame, OverlayStyle, ScoredFrame } from '../protocol';
import { readFrame, type ReadFrame } from './composition';
import { layoutOf, type Layout } from './layout';
import { drawPanel } from './panels';
import { drawSvg, emptySheet, fitted, layOver, place, type Drawn, type Sheet } from './paste';
import { BACKGROUND, chipSvg, readoutSvg, readoutWords, type ReadoutFacts } from './readout';
import { playheadSvg, stripSvg } from './strip';
import { loadTypesetter, type Typesetter } from './text';
import { cardLines, cardSvg, titleLineSvg } from './title';

export interface Composed extends Sheet {
  readonly facts: ReadoutFacts;
  /** What the read-out says, from left to right; empty without one. */
  readonly words: readonly string[];
}

/** Draws the pictures of one export. */
export class Composer {
  /** What most pictures have alike is drawn once. */
  private readonly drawn = new Map<string, Promise<Drawn>>();

  private constructor(
    private readonly style: OverlayStyle,
    /** The size that all frames are fitted into; null = each its own. */
    private readonly size: { readonly width: number; readonly height: number } | null,
    private readonly scores: readonly ScoredFrame[],
    private readonly typeset: Typesetter,
  ) {}

  /** `scores`: of every frame, in order; may be empty where no strip and no card is asked for. */
  static async open(
    style: OverlayStyle,
    size: { readonly width: number; readonly height: number } | null,
    scores: readonly ScoredFrame[] = [],
  ): Promise<Composer> {
    return new Composer(style, size, scores, await loadTypesetter());
  }

  layout(frame: { readonly width: number; readonly height: number }): Layout {
    return layoutOf(this.size ?? frame, panelsOf(this.style).length, this.style);
  }

  /** `index`: which of the scored frames it is. Fails with 'unreadable' or 'damaged', naming the frame's file. */
  async compose(frame: OverlayFrame, index: number): Promise<Composed> {
    return this.draw(await readFrame(frame, this.style), index);
  }

  async draw(frame: ReadFrame, index: number): Promise<Composed> {
    const { style, typeset } = this;
    const views = panelsOf(style);
    const layout = this.layout(frame);
    const { cell, cells, bar, title, strip } = layout;
    const alone = views.length === 1 && title === null && strip === null;
    const sheets = await Promise.all(
      views.map((view, i) => fitted({ ...frame, rgb: drawPanel(view, frame, style, i === views.length - 1) }, cell.width, cell.height)),
    );
    const sheet = alone ? sheets[0]! : emptySheet(layout.width, layout.height, BACKGROUND);
    if (!alone) sheets.forEach((one, i) => place(sheet, one, cells[i]!.x, cells[i]!.y));
    const over: Promise<readonly [Drawn, number, number]>[] = [];
    const lay = (drawn: Promise<Drawn>, x: number, y: number): void => void over.push(drawn.then((one) => [one, x, y]));
    if (title)
      lay(
        this.once(`title ${layout.width}`, () => titleLineSvg(style.title, layout.width, title.height, typeset)),
        0,
        title.y,
      );
    if (bar) lay(drawSvg(readoutSvg(frame.facts, style, layout.width, bar.height, typeset, views.length > 1)), 0, bar.y);
    if (views.length > 1 && style.readout) {
      const inset = Math.round(cell.width / 155);
      views.forEach((view, i) => lay(this.chip(view, frame.facts, layout), cells[i]!.x + inset, cells[i]!.y + inset));
    }
    if (strip && this.scores.length > 0) {
      const at = { width: layout.width, height: strip.height, unit: strip.height / 56 };
      lay(
        this.once(`strip ${layout.width}`, () => stripSvg(this.scores, at, typeset)),
        0,
        strip.y,
      );
      lay(drawSvg(playheadSvg(this.scores, index, at, typeset)), 0, strip.y);
    }
    for (const [drawn, x, y] of await Promise.all(over)) layOver(sheet, drawn, x, y);
    const words = bar ? readoutWords(frame.facts, style, layout.width, bar.height, typeset) : [];
    return { ...sheet, facts: frame.facts, words };
  }

  /** The card before a video, of the size of its pictures. */
  async card(fps: number): Promise<Sheet> {
    const { width, height } = this.layout(this.size!);
    const sheet = emptySheet(width, height, BACKGROUND);
    layOver(sheet, await drawSvg(cardSvg(this.style.title, cardLines(this.style, this.scores, fps), width, height, this.typeset)), 0, 0);
    return sheet;
  }

  private chip(view: Panel, facts: ReadoutFacts, { cell }: Layout): Promise<Drawn> {
    const height = Math.max(14, 2 * Math.round(Math.min(cell.height / 24, cell.width / 70)));
    const key = `${view} ${facts.hasMask} ${facts.hasPrediction} ${facts.hasIgnore} ${cell.width} ${height}`;
    return this.once(key, () => chipSvg(view, facts, this.style, cell.width, height, this.typeset).svg);
  }

  private once(key: string, svg: () => string): Promise<Drawn> {
    const known = this.drawn.get(key);
    if (known) return known;
    const made = drawSvg(svg());
    this.drawn.set(key, made);
    return made;
  }
}
