// The tools in the real window: each with pointer and keys as a person has them, what it shows meanwhile, and what is saved in the end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { currentMask, difference, type StoredFrame } from './lib/database';
import { hasKitti, kittiSemantics, sayWhich } from './lib/data';
import { fitted, goTo, type Point, saved, shownFrame } from './lib/person';
import { anyProject } from './lib/start';
import { Home, type Opened, until } from './lib/studio';

sayWhich(hasKitti, kittiSemantics);

const home = new Home();
afterAll(() => home.clear());

let studio: Opened;
let page: Page;
let folder: string;
let frame: StoredFrame;
let at: (pixel: Point) => Point;

beforeAll(async () => {
  const project = await anyProject(home);
  ({ studio, folder } = project);
  page = studio.page;
  frame = project.frames[3]!;
  await goTo(page, frame.name);
  ({ at } = await fitted(page, frame));
}, 300_000);

const mask = () => currentMask(folder, frame.name)!;

/** What `act` changed in the saved mask, once it is saved. */
async function change(act: () => Promise<void>) {
  const before = mask();
  await act();
  await saved(page);
  await until('the change is saved', () => mask().version !== before.version, 20);
  return difference(before, mask());
}

async function drag(...pixels: Point[]): Promise<void> {
  const [first, ...rest] = pixels.map(at);
  await page.mouse.move(first!.x, first!.y);
  await page.mouse.down();
  for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 4 });
}

async function click(pixel: Point): Promise<void> {
  const { x, y } = at(pixel);
  await page.mouse.click(x, y);
}

const box = (left: number, top: number, right: number, bottom: number): Point[] => [
  { x: left, y: top },
  { x: right, y: top },
  { x: right, y: bottom },
  { x: left, y: bottom },
];

/** Fit and mouse work in whole screen pixels. */
const near = (found: { left: number; top: number; right: number; bottom: number }, ...expected: [number, number, number, number]): void => {
  [found.left, found.top, found.right, found.bottom].forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(2));
};

describe('vector tools', () => {
  it('a rectangle is dragged, seen while it is dragged, and saved when it is let go', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('q');
    const found = await change(async () => {
      await drag({ x: 20, y: 20 }, { x: 140, y: 90 });
      await studio.screen('tools-1-rectangle');
      await page.mouse.up();
    });
    near(found, 20, 20, 140, 90);
    expect(found.count).toBeGreaterThan(115 * 66);
  });

  it('a polygon is set, changed and closed by keys, which nothing else gets meanwhile', async () => {
    await page.keyboard.press('p');
    for (const point of box(200, 20, 320, 90)) await click(point);
    await drag({ x: 320, y: 90 }, { x: 340, y: 110 });
    await page.mouse.up();
    await click({ x: 260, y: 150 });
    await page.keyboard.press('Backspace');
    await click({ x: 270, y: 160 });
    await page.keyboard.press('Control+z');
    await studio.screen('tools-2-polygon');
    const found = await change(() => page.keyboard.press('Enter'));
    near(found, 200, 20, 339, 109);
    expect(await shownFrame(page)).toBe(frame.name);
  });

  it('begun with Alt it takes away, closed by a double click', async () => {
    await page.keyboard.down('Alt');
    await click({ x: 220, y: 30 });
    await page.keyboard.up('Alt');
    await click({ x: 280, y: 30 });
    await click({ x: 280, y: 70 });
    await studio.screen('tools-3-subtract');
    const { x, y } = at({ x: 220, y: 70 });
    const found = await change(() => page.mouse.dblclick(x, y));
    near(found, 220, 30, 280, 70);
  });

  it('a lasso paints what it went around, and fill what hangs together', async () => {
    await page.keyboard.press('l');
    const found = await change(async () => {
      await drag(...box(400, 20, 500, 90), { x: 401, y: 22 });
      await studio.screen('tools-4-lasso');
      await page.mouse.up();
    });
    near(found, 400, 20, 500, 90);
    await page.keyboard.press('f');
    const taken = await change(async () => {
      await page.keyboard.down('Alt');
      await click({ x: 80, y: 50 });
      await studio.screen('tools-5-fill');
      await page.keyboard.up('Alt');
    });
    near(taken, 20, 20, 140, 90);
  });
});

describe('brush', () => {
  it('is square when chosen, and shows the line that Shift would draw', async () => {
    await page.keyboard.press('b');
    await page.getByRole('radio', { name: 'Square' }).click();
    const found = await change(() => click({ x: 600, y: 60 }));
    const size = found.right - found.left;
    expect(Math.abs(found.count - (size + 1) * (found.bottom - found.top + 1))).toBe(0);
    const far = at({ x: 800, y: 60 });
    await page.mouse.move(far.x, far.y);
    await page.keyboard.down('Shift');
    await studio.screen('tools-6-line');
    const line = await change(() => page.mouse.click(far.x, far.y));
    await page.keyboard.up('Shift');
    expect(line.right).toBeGreaterThan(800);
    expect(line.left).toBeLessThan(640);
  });

  it('leaves locked classes as they are', async () => {
    const chips = page.getByRole('group', { name: 'Paint over' });
    await chips.getByRole('button', { name: 'ignore' }).click();
    const { version } = mask();
    await drag({ x: 900, y: 60 }, { x: 1000, y: 60 });
    await page.mouse.up();
    await page.getByText('Nothing was painted: Paint over leaves').waitFor();
    await studio.screen('tools-7-locked');
    await chips.getByRole('button', { name: 'all' }).click();
    await change(() => click({ x: 950, y: 60 }));
    expect(mask().version).toBe(version + 1);
  });

  it('is moved and pressed by keys alone', async () => {
    await page.getByTestId('canvas').focus();
    const found = await change(async () => {
      for (let i = 0; i < 4; i++) await page.keyboard.press('Control+Shift+ArrowDown');
      await page.keyboard.press('Control+Enter');
      for (let i = 0; i < 3; i++) await page.keyboard.press('Control+Shift+ArrowRight');
      await studio.screen('tools-8-keys');
      await page.keyboard.press('Control+Enter');
    });
    expect(found.count).toBeGreaterThan(100);
  });
});

describe('assisting tools', () => {
  const road = { x: 560, y: 330 };
  const counted = async (): Promise<number> => Number((await page.getByTestId('operation-outcome').innerText()).replace(/[^0-9]/g, ''));

  it('the wand shows what it takes while it is dragged, and the slider moves what was taken last', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('w');
    const first = mask();
    const taken = await change(async () => {
      await page.keyboard.down('Alt');
      await drag(road, { x: 580, y: 320 });
      await studio.screen('tools-9-wand');
      await page.mouse.up();
      await page.keyboard.up('Alt');
    });
    expect(taken.count).toBeGreaterThan(100);
    const tolerance = page.getByLabel('Tolerance, typed');
    const now = Number(await tolerance.inputValue());
    await tolerance.fill(String(now + 20));
    await tolerance.press('Enter');
    await page.getByTestId('canvas').focus();
    await change(() => page.keyboard.press('Enter'));
    expect(difference(first, mask()).count).toBeGreaterThan(taken.count);
    expect(await shownFrame(page)).toBe(frame.name);
  });

  it('a fill by colour paints what looks alike', async () => {
    await page.keyboard.press('f');
    await page.getByRole('radio', { name: 'Image colour' }).click();
    const found = await change(() => click(road));
    expect(found.count).toBeGreaterThan(20);
    await page.getByRole('radio', { name: 'Label' }).click();
    await change(() => page.keyboard.press('Control+z'));
  });

  it('the superpixel brush paints whole patches once they are found', async () => {
    await page.keyboard.press('s');
    const { x, y } = at(road);
    const { version } = mask();
    await page.mouse.move(x, y);
    await until('superpixels are painted', async () => (await page.mouse.click(x, y), mask().version > version), 30);
    await studio.screen('tools-10-superpixels');
    await saved(page);
  });

  it('an operation on the mask shows what it would do, and Enter does exactly that', async () => {
    await page.getByRole('button', { name: 'Grow' }).click();
    const said = await counted();
    await studio.screen('tools-11-grow');
    await page.getByTestId('canvas').focus();
    const found = await change(() => page.keyboard.press('Enter'));
    expect(found.count).toBe(said);
    await page.getByRole('button', { name: 'Shrink' }).click();
    await counted();
    await page.keyboard.press('Escape');
    await page.getByTestId('operation-outcome').waitFor({ state: 'hidden' });
  });

  it('the menu erases the region under it; without a run G says what to do first', async () => {
    await page.keyboard.press('b');
    const { x, y } = at({ x: 450, y: 60 });
    await page.mouse.move(x, y);
    await page.mouse.click(x, y, { button: 'right' });
    await studio.screen('tools-12-menu');
    const found = await change(() => page.getByRole('menuitem', { name: 'Erase this region' }).click());
    expect(found.count).toBeGreaterThan(5000);
    await page.mouse.move(x, y);
    await page.keyboard.press('g');
    await page.getByText('Choose a run first').waitFor();
  });
});
