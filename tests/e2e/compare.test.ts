// Two runs compared in the real window: as overlay, swipe and blink, region by region, and on all frames in a table.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentMask, versionsOf } from './lib/database';
import { fitted, saved, shownFrame, type Point } from './lib/person';
import { Home, type Opened, until } from './lib/studio';
import { SIZE, twoRuns } from './lib/twoRuns';

const home = new Home();
let studio: Opened;
let folder: string;
let at: (pixel: Point) => Point;
const page = () => studio.page;
const legend = (): Promise<string> => page().getByLabel('Legend').innerText();
const point = async (pixel: Point): Promise<void> => {
  const { x, y } = at(pixel);
  await page().mouse.move(x, y);
};
/** Of pixels of the first frame's mask. */
const labels = (...pixels: readonly Point[]): (number | undefined)[] => {
  const mask = currentMask(folder, 'drive_00000');
  return pixels.map(({ x, y }) => mask?.data[y * SIZE.width + x]);
};
const newest = (): string | undefined => versionsOf(folder, 'drive_00000').at(-1)?.note;

beforeAll(async () => {
  home.notTheFirstLaunch();
  folder = await twoRuns(home.at('two.roadbrush'), home.at('drawn.png'), 20);
  studio = await home.open();
  await page()
    .getByRole('button', { name: /New project/ })
    .waitFor();
  home.answer({ openProject: [folder] });
  await page().keyboard.press('Control+Shift+O');
  await page().getByTestId('hud').waitFor();
  await page().getByTestId('run-chooser').click();
  await page()
    .getByRole('menuitemcheckbox', { name: /^first/ })
    .click();
  ({ at } = await fitted(page(), SIZE));
});
afterAll(() => home.clear());

describe('two runs on the canvas', () => {
  it('are an overlay at a key, with both names, epochs and thresholds, and how far they differ here', async () => {
    await page().keyboard.press('Shift+C');
    await page().getByTestId('pair-differ').waitFor();
    expect(await page().getByTestId('pair-A').innerText()).toMatch(/first\s*epoch 1\s*· above 0\.50/);
    expect(await page().getByTestId('pair-B').innerText()).toMatch(/second\s*epoch 1\s*· above 0\.50/);
    // The upper half against the upper three quarters.
    expect(await page().getByTestId('pair-differ').innerText()).toMatch(/^differ in 25\.\d\d %: only A 0\.00 %, only B 25/);
    expect(await legend()).toMatch(/both\s*only A: first, epoch 1\s*only B: second, epoch 1\s*mask/);
    await studio.screen('compare-overlay');
  });

  it('are accepted and rejected region by region, each under its own name, and undone in one step', async () => {
    const [inBoth, inB, below] = [
      { x: 200, y: 20 },
      { x: 200, y: 75 },
      { x: 200, y: 110 },
    ];
    await point(inB);
    await page().keyboard.press('u');
    await until('the piece is saved', () => newest()?.startsWith('piece taken'));
    expect(newest()).toBe('piece taken from second, epoch 1, above 0.50');
    expect(labels(inBoth, inB, below)).toEqual([0, 7, 7]);
    await page().keyboard.press('Shift+U');
    await until('its rejection is saved', () => newest()?.endsWith('rejected'));
    expect(labels(inBoth, inB)).toEqual([0, 0]);
    await page().keyboard.press('h');
    await until('the region of B is saved', () => newest()?.startsWith('region'));
    expect(newest()).toBe('region taken from second, epoch 1, above 0.50');
    expect(labels(inBoth, inB)).toEqual([7, 7]);
    await page().keyboard.press('Control+z');
    await until('it is undone', () => labels(inBoth)[0] === 0);
    await point(inBoth);
    await page().keyboard.press('g');
    await until('the region of A is saved', () => newest() === 'region taken from first, epoch 1, above 0.50');
    expect(labels(inBoth, inB)).toEqual([7, 0]);
    await saved(page());
  });

  it('lie left and right of a divider that is dragged, moved by keys, and goes back to the middle', async () => {
    await page().keyboard.press('Alt+j');
    const divider = page().getByTestId('swipe');
    const now = (): Promise<string | null> => divider.getAttribute('aria-valuenow');
    await until('the divider stands in the middle', async () => (await now()) === '50');
    const [from, to] = [at({ x: 200, y: 60 }), at({ x: 100, y: 60 })];
    await page().mouse.move(from.x, from.y);
    await page().mouse.down();
    await page().mouse.move(to.x, to.y, { steps: 4 });
    await page().mouse.up();
    expect(await now()).toBe('25');
    await studio.screen('compare-swipe');
    await divider.focus();
    await page().keyboard.press('ArrowRight');
    expect(await now()).toBe('26');
    await divider.dblclick();
    expect(await now()).toBe('50');
    expect(await legend()).toMatch(/left, A: first, epoch 1\s*right, B: second, epoch 1/);
  });

  it('blink at a key, and change places at another', async () => {
    await page().getByTestId('canvas').focus();
    await page().keyboard.press('j');
    await until('B is seen', async () => (await legend()).includes('now B: second'));
    await studio.screen('compare-blink');
    await page().keyboard.press('j');
    await until('A is seen', async () => (await legend()).includes('now A: first'));
    await page().keyboard.press('Shift+J');
    await until('A and B have changed places', async () => (await legend()).includes('now A: second'));
    await page().keyboard.press('Shift+J');
    await until('and back', async () => (await legend()).includes('now A: first'));
  });
});

describe('all frames of two runs', () => {
  it('stand in a table with what the difference comes to, whose rows go to their frame', async () => {
    await page().keyboard.press('Alt+c');
    const verdict = page().getByTestId('pair-verdict');
    await verdict.waitFor();
    expect(await verdict.innerText()).toMatch(
      /(first|second) is better by 0\.\d{3} in mean IoU \(95 % interval .* 3 frames that both held out\)/,
    );
    const table = page().getByTestId('pair-table');
    expect(await table.innerText()).toMatch(/Left out: 17 frames that at least one of the two trained on\./);
    await table.getByRole('columnheader', { name: 'Frame' }).click();
    await table.locator('[data-frame=drive_00004]').click();
    await until('its frame is shown', async () => (await shownFrame(page())) === 'drive_00004');
    await table.getByRole('button', { name: 'Order the frames by it' }).click();
    await page().locator('.frame-row', { hasText: 'differ 25.0 %' }).first().waitFor();
    // The comparison goes along.
    await page().getByTestId('pair-differ').waitFor();
    await studio.screen('compare-table');
    await page().keyboard.press('Alt+c');
    await table.waitFor({ state: 'detached' });
    await page().keyboard.press('Escape');
    await page().getByTestId('compare-runs').waitFor({ state: 'detached' });
    expect(studio.complaints).toEqual([]);
  });
});
