// The window among other things: what is dropped on it, its menu, how it closes, and what a crash of its page leaves.
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import { dataFolder, drive, hasDrive, hasKitti, kittiSemantics, sayWhich } from './lib/data';
import { currentMask, difference, framesOf, integrity, versionsOf } from './lib/database';
import { fitted, goTo, newestRun, runIs, saved, startRun, stroke, view } from './lib/person';
import { anyProject } from './lib/start';
import { Home, type Opened, until } from './lib/studio';

let home: Home;
beforeEach(() => void (home = new Home()));
afterEach(() => home.clear());

sayWhich(hasKitti && hasDrive, dataFolder);

/** Drops a file of the machine onto the middle of the window, as the file manager does. */
async function drop({ page }: Opened, path: string): Promise<void> {
  const inspector = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await inspector.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data });
}

const choose = (studio: Opened, ...labels: string[]): Promise<void> =>
  studio.app.evaluate(({ Menu, BrowserWindow }, path) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const [depth, label] of path.entries()) {
      const item = items.find((one) => one.label.replace('&', '') === label);
      if (!item) throw new Error(`The menu has no ${path.slice(0, depth + 1).join(' > ')}.`);
      if (depth === path.length - 1) item.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
      items = item.submenu?.items ?? [];
    }
  }, labels);

const close = (studio: Opened): Promise<void> => studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

describe('frames come in', () => {
  it.skipIf(!hasDrive)('by dropping a folder on the window, without masks', async () => {
    home.notTheFirstLaunch();
    const studio = await home.open();
    home.answer({ createProject: [home.at('drive')] });
    await studio.page.getByRole('button', { name: /^New project/ }).click();
    await studio.page.getByRole('button', { name: /^Import frames/ }).waitFor();
    await drop(studio, drive);
    const dialog = studio.page.getByRole('dialog');
    await dialog.getByText('without masks', { exact: true }).first().waitFor();
    await dialog.getByRole('button', { name: 'Import 36 frames' }).click();
    await until('they are in', () => framesOf(home.at('drive.roadbrush')).length === 36, 120);
    const frames = framesOf(home.at('drive.roadbrush'));
    expect(frames.map((frame) => frame.path)).toEqual(
      readdirSync(drive)
        .sort()
        .map((name) => join(drive, name)),
    );
    expect(frames.every((frame) => currentMask(home.at('drive.roadbrush'), frame.name) === null)).toBe(true);
    await studio.page.keyboard.press('Escape');
    // Each row of the list has its picture.
    await until('the thumbnails are there', async () => {
      const widths = await studio.page
        .locator('.frame-row img.thumb')
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
      return widths.length > 5 && widths.every((width) => width > 50);
    });
    await studio.screen('dropped');
    await studio.close();
  });

  it.skipIf(!hasKitti)('copied, with a sentence about each file that cannot', async () => {
    const source = home.at('broken', 'training');
    mkdirSync(join(source, 'image_2'), { recursive: true });
    mkdirSync(join(source, 'semantic'));
    const copy = (name: string) => {
      copyFileSync(join(kittiSemantics, 'image_2', `${name}.png`), join(source, 'image_2', `${name}.png`));
      copyFileSync(join(kittiSemantics, 'semantic', `${name}.png`), join(source, 'semantic', `${name}.png`));
    };
    copy('000000_10');
    copy('000001_10');
    writeFileSync(join(source, 'image_2', '000002_10.png'), 'not a picture');
    copyFileSync(join(source, 'image_2', '000000_10.png'), join(source, 'image_2', '000003_10.png'));

    home.notTheFirstLaunch();
    const studio = await home.open();
    const { page } = studio;
    home.answer({ createProject: [home.at('copied')], chooseImport: [source] });
    await page.getByRole('button', { name: /^New project/ }).click();
    await page.getByRole('button', { name: /^Import frames/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^Copy them/ }).click();
    await dialog.getByRole('button', { name: /^Import \d/ }).click();
    await dialog.getByRole('heading', { name: '2 skipped' }).waitFor({ timeout: 60_000 });
    const skipped = await dialog.getByLabel('2 skipped').innerText();
    expect(skipped).toContain('000002_10.png');
    expect(skipped).toContain('000003_10.png');
    expect(skipped).toMatch(/same picture|duplicate/i);
    await studio.screen('skipped');
    const frames = framesOf(home.at('copied.roadbrush'));
    expect(frames.map((frame) => frame.name)).toEqual(['000000_10', '000001_10']);
    expect(frames.every((frame) => frame.path.startsWith(home.at('copied.roadbrush')) && existsSync(frame.path))).toBe(true);
  });

  it.skipIf(!hasKitti)('not at all when the import is cancelled half-way', async () => {
    home.notTheFirstLaunch();
    const studio = await home.open();
    const { page } = studio;
    home.answer({ createProject: [home.at('road')], chooseImport: [join(dataFolder, 'kitti-road', 'training')] });
    await page.getByRole('button', { name: /^New project/ }).click();
    await page.getByRole('button', { name: /^Import frames/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Import 200/ }).click();
    await dialog.getByText(/^[1-9]\d* of 200/).waitFor({ timeout: 60_000 });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByText('Import cancelled').waitFor();
    expect(framesOf(home.at('road.roadbrush'))).toEqual([]);
  });
});

describe('the menu', () => {
  it('speaks to the window: undo, a view, recent projects', async () => {
    const { studio, folder, frames } = await anyProject(home);
    const { page } = studio;
    const frame = frames.find((one) => currentMask(folder, one.name) !== null)!;
    await goTo(page, frame.name);
    const before = currentMask(folder, frame.name)!;
    const { at } = await fitted(page, frame);
    await page.keyboard.press('b');
    await stroke(page, at({ x: 200, y: 40 }), at({ x: 260, y: 40 }));
    await saved(page);
    expect(difference(before, currentMask(folder, frame.name)!).count).toBeGreaterThan(100);
    await choose(studio, 'Edit', 'Undo');
    await until('the stroke is undone', () => difference(before, currentMask(folder, frame.name)!).count === 0);
    await choose(studio, 'Train', 'Training view');
    await page.getByRole('heading', { name: 'New run' }).waitFor();
    await choose(studio, 'Help', 'About Roadbrush');
    const about = page.getByRole('dialog');
    await until('it tells of the native parts', async () => /TensorFlow/.test(await about.innerText()), 60);
    await studio.screen('about');
    await page.keyboard.press('Escape');

    home.answer({ createProject: [home.at('other')] });
    await choose(studio, 'File', 'New project...');
    await until('the new one is open', async () => (await page.locator('.project-button').innerText()).includes('other'));
    const name = folder.split('/').at(-1)!.replace('.roadbrush', '');
    await choose(studio, 'File', 'Open recent', name);
    await until('the first one is open again', async () => (await page.locator('.project-button').innerText()).includes(name));
  });

  it('names only commands that the window knows', async () => {
    const { studio } = await anyProject(home);
    const sent = await studio.app.evaluate(({ Menu, BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents;
      const names: string[] = [];
      const send = contents.send.bind(contents);
      contents.send = (channel: string, ...args: unknown[]) => {
        if (channel === 'event:command') names.push((args[0] as { name: string }).name);
      };
      // What main does itself is not asked of the window.
      const own = ['Quit', 'Open recent', 'Menu bar', 'Open log'];
      for (const top of Menu.getApplicationMenu()?.items ?? [])
        for (const item of top.submenu?.items ?? []) if (item.type === 'normal' && !item.role && !own.includes(item.label)) item.click();
      contents.send = send;
      return names;
    });
    expect(sent.length).toBeGreaterThan(10);
    // Run where a name is not known the window complains; a dialog is closed again by Escape.
    for (const name of [...sent, 'no.such.command']) {
      if (/^project\.|^frames\.import/.test(name)) continue;
      await studio.app.evaluate(
        ({ BrowserWindow }, one) => BrowserWindow.getAllWindows()[0]!.webContents.send('event:command', { name: one }),
        name,
      );
      await studio.page.waitForTimeout(100);
      await studio.page.keyboard.press('Escape');
    }
    expect(studio.complaints).toEqual([expect.stringContaining('no.such.command')]);
  });
});

describe('closing', () => {
  it('asks when strokes cannot be saved; kept open, they are saved as soon as they can be', async () => {
    const { studio, folder, frames } = await anyProject(home);
    const { page } = studio;
    const frame = frames.find((one) => currentMask(folder, one.name) !== null)!;
    await goTo(page, frame.name);
    const before = currentMask(folder, frame.name)!;
    const { at } = await fitted(page, frame);
    await page.keyboard.press('b');
    // Another program holds the database: nothing can be written.
    const blocker = new Database(join(folder, 'project.db'));
    blocker.exec('BEGIN IMMEDIATE');
    try {
      await stroke(page, at({ x: 200, y: 40 }), at({ x: 260, y: 40 }));
      await until(
        'the window says that the stroke is not saved',
        async () => /not saved/.test(await page.getByTestId('save-state').innerText()),
        30,
      );
      await studio.screen('not-saved');
      home.answer({ closeUnsaved: [false] });
      await close(studio);
      await until('it has asked', () => studio.log().includes('The person kept the window open.'), 40);
    } finally {
      blocker.exec('ROLLBACK');
      blocker.close();
    }
    await saved(page);
    expect(difference(before, currentMask(folder, frame.name)!).count).toBeGreaterThan(100);
    await studio.close();
    expect(integrity(folder)).toBe('ok');
  });

  it('waits for a stroke that is on its way to the disk', async () => {
    const { studio, folder, frames } = await anyProject(home);
    const { page } = studio;
    const frame = frames.find((one) => currentMask(folder, one.name) !== null)!;
    await goTo(page, frame.name);
    const { at } = await fitted(page, frame);
    await page.keyboard.press('b');
    const versions = versionsOf(folder, frame.name).length;
    for (const y of [30, 60, 90]) await stroke(page, at({ x: 200, y }), at({ x: 260, y }));
    await studio.close();
    expect(versionsOf(folder, frame.name).length).toBe(versions + 3);
  });

  it('asks while a run trains; closed all the same, the run can be resumed', async () => {
    const { studio, folder } = await anyProject(home);
    await startRun(studio, { epochs: 50, base: 4, size: 128, batch: 2 });
    await until('an epoch is done', () => (newestRun(folder)?.epochs.length ?? 0) >= 1, 120);
    home.answer({ closeBusy: [false, true] });
    await close(studio);
    await until('it has asked', () => studio.log().includes('The person kept the window open.'), 20).catch((error: unknown) => {
      // Seen to fail once and never since: whoever sees it next has what is needed.
      throw new Error(`${String(error)}\nThe run is ${newestRun(folder)?.state}; the log ends:\n${studio.log().slice(-3000)}`);
    });
    expect(newestRun(folder)?.state).toBe('running');
    await studio.close();
    const run = newestRun(folder)!;
    expect(run.state).toBe('interrupted');
    expect(run.epochs.length).toBeGreaterThanOrEqual(1);
    expect(integrity(folder)).toBe('ok');
    const again = await home.open();
    await view(again.page, 'Train');
    await again.page.getByRole('button', { name: /^interrupted · resume$/ }).click();
    await runIs(folder, 'running', 60);
    await again.page.getByRole('button', { name: /^Stop and keep/ }).click();
    await runIs(folder, 'stopped', 60);
    await again.close();
  });
});

describe('a run in the background', () => {
  it('waits while the brush moves, and goes on when it rests', async () => {
    const { studio, frames } = await anyProject(home);
    const { page } = studio;
    await startRun(studio, { epochs: 2000 });
    await page.evaluate(() => {
      const seen = window as unknown as { made: number };
      seen.made = 0;
      window.studio.on('runProgress', ({ epoch, step, steps }) => (seen.made = (epoch - 1) * steps + step));
    });
    const made = () => page.evaluate(() => (window as unknown as { made: number }).made);
    await until('it steps', async () => (await made()) >= 5, 120);
    await view(page, 'Annotate');
    await goTo(page, frames[0]!.name);
    const { at } = await fitted(page, frames[0]!);
    await page.keyboard.press('b');
    const from = at({ x: 200, y: 40 });
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    const paint = async (ms: number): Promise<void> => {
      for (const end = Date.now() + ms; Date.now() < end; await page.waitForTimeout(20))
        await page.mouse.move(from.x + (Date.now() % 90), from.y);
    };
    await paint(500);
    const before = await made();
    await paint(3_000);
    // One every two seconds at the most.
    expect((await made()) - before).toBeLessThanOrEqual(2);
    await page.mouse.up();
    const rested = await made();
    await until('it goes on', async () => (await made()) > rested + 5, 60);
    await saved(page);
    await studio.close();
  });
});

describe('a crash of the page', () => {
  it('brings the page back with the project, every saved stroke, and the run that trains', async () => {
    const { studio, folder, frames } = await anyProject(home);
    const { page } = studio;
    const frame = frames.find((one) => currentMask(folder, one.name) !== null)!;
    await goTo(page, frame.name);
    const { at } = await fitted(page, frame);
    await page.keyboard.press('b');
    await stroke(page, at({ x: 200, y: 40 }), at({ x: 260, y: 40 }));
    await saved(page);
    const kept = currentMask(folder, frame.name)!;
    // After the answer: the inspector would wait for the page that it shall crash.
    await studio.app.evaluate(
      ({ BrowserWindow }) => void setTimeout(() => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(), 50),
    );
    await until('it has crashed', () => studio.log().includes('The window crashed.'), 20);
    const shown = await until('the page is back', () =>
      studio.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]!.webContents;
        if (contents.isCrashed() || contents.isLoading()) return '';
        return contents.executeJavaScript('document.querySelector("[data-testid=hud]")?.innerText ?? ""') as Promise<string>;
      }),
    );
    expect(shown).toMatch(/\d/);
    expect(difference(kept, currentMask(folder, frame.name)!).count).toBe(0);
    expect(studio.log()).toContain('The window crashed.');
  });
});
