// The hand of the oracle: does what it says in the real window, by pointer and keys alone, and keeps the tally.
import type { Page } from 'playwright';
import { type Point, saved } from '../../e2e/lib/person';
import { until } from '../../e2e/lib/studio';
import { Hand } from './hand';
import { Tally } from './human';
import type { Act } from './oracle';

/** CSS pixels between two reports of the mouse while it draws. */
const PACE = 12;
const TOOL_KEYS = { brush: 'b', eraser: 'e', fill: 'f', polygon: 'p' } as const;
type Tool = keyof typeof TOOL_KEYS;

export class Corrector {
  readonly tally = new Tally();
  private tool: Tool | null = null;

  private constructor(
    private readonly page: Page,
    private readonly hand: Hand,
    private readonly at: (pixel: Point) => Point,
    private readonly scale: number,
  ) {}

  static async on(page: Page, at: (pixel: Point) => Point, scale: number): Promise<Corrector> {
    return new Corrector(page, await Hand.on(page), at, scale);
  }

  async act(act: Act): Promise<void> {
    this.tally.prepare();
    const begun = performance.now();
    if (act.is === 'stroke') await this.stroke(act);
    else if (act.is === 'fill') await this.fill(act);
    else await this.polygon(act);
    await saved(this.page);
    this.tally.machine += (performance.now() - begun) / 1000;
  }

  /** An operation on the whole mask as it is offered: its button, Apply; dropped where nothing would change. */
  async operation(title: string): Promise<void> {
    const { page } = this;
    this.tally.prepare();
    const begun = performance.now();
    const button = page.getByRole('group', { name: 'Operations on the whole mask' }).getByRole('button', { name: title });
    await this.press(button);
    await page.locator('.operation .outcome:not(:has(.spin))').waitFor({ timeout: 30_000 });
    if ((await page.getByTestId('operation-outcome').count()) > 0) await this.press(page.getByRole('button', { name: 'Apply' }));
    else {
      await page.keyboard.press('Escape');
      this.tally.key();
    }
    await page.getByTestId('canvas').focus();
    await saved(page);
    this.tally.machine += (performance.now() - begun) / 1000;
  }

  async undo(): Promise<void> {
    await this.page.keyboard.press('Control+z');
    this.tally.key(2);
  }

  private async press(button: ReturnType<Page['getByRole']>): Promise<void> {
    const box = (await button.boundingBox())!;
    this.tally.click({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, box.width);
    await button.click();
  }

  private async take(tool: Tool): Promise<void> {
    if (this.tool === tool) return;
    this.tool = tool;
    this.tally.key();
    await this.page.keyboard.press(TOOL_KEYS[tool]);
  }

  private async stroke({ erase, diameter, path, tunnel }: Act & { is: 'stroke' }): Promise<void> {
    await this.take(erase ? 'eraser' : 'brush');
    await this.size(diameter);
    const points = path.map((pixel) => this.at({ x: pixel.x + 0.5, y: pixel.y + 0.5 }));
    this.tally.stroke(points, tunnel * this.scale);
    await this.hand.stroke(paced(points));
  }

  /** By Shift and a bracket, ten pixels each. */
  private async size(diameter: number): Promise<void> {
    const { page } = this;
    const field = page.getByLabel('Size, typed');
    const shown = async (): Promise<number> => parseInt(await field.inputValue(), 10);
    for (let now = await shown(); now !== diameter; now = await shown()) {
      const away = diameter - now;
      const shift = Math.abs(away) >= 10;
      await page.keyboard.press(`${shift ? 'Shift+' : ''}${away > 0 ? ']' : '['}`);
      this.tally.key();
      await until('the brush has another size', async () => (await shown()) !== now, 10);
    }
  }

  private async fill({ erase, at, width }: Act & { is: 'fill' }): Promise<void> {
    await this.take('fill');
    const point = this.at({ x: at.x + 0.5, y: at.y + 0.5 });
    if (erase) {
      await this.page.keyboard.down('Alt');
      this.tally.key();
    }
    this.tally.click(point, width * this.scale);
    await this.page.mouse.click(point.x, point.y);
    if (erase) await this.page.keyboard.up('Alt');
  }

  private async polygon({ erase, points }: Act & { is: 'polygon' }): Promise<void> {
    const { page } = this;
    await this.take('polygon');
    if (erase) {
      await page.keyboard.down('Alt');
      this.tally.key();
    }
    for (const pixel of points) {
      const point = this.at(pixel);
      this.tally.click(point, 3 * this.scale);
      await page.mouse.click(point.x, point.y);
    }
    if (erase) await page.keyboard.up('Alt');
    await page.keyboard.press('Enter');
    this.tally.key();
  }
}

/** The same way with a point every PACE pixels. */
function paced(points: readonly Point[]): Point[] {
  const out: Point[] = [points[0]!];
  for (const [k, to] of points.entries()) {
    const from = points[Math.max(0, k - 1)]!;
    const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / PACE);
    for (let n = 1; n <= count; n++)
      out.push({ x: Math.round(from.x + ((to.x - from.x) * n) / count), y: Math.round(from.y + ((to.y - from.y) * n) / count) });
  }
  return out.length > 1 ? out : [...out, points[0]!];
}
