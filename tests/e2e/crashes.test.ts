// What a crash may cost: never a saved stroke, never more of a run than the epoch it was in, never the window.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROAD } from '../../src/shared/domain';
import { currentMask, difference, integrity, versionsOf } from './lib/database';
import { hasKitti, kittiSemantics, sayWhich } from './lib/data';
import { enginePid } from './lib/engineProcess';
import { fitted, goTo, newestRun, runIs, saved, startRun, stroke, view } from './lib/person';
import { anyProject } from './lib/start';
import { Home, until } from './lib/studio';

sayWhich(hasKitti, kittiSemantics);

let home: Home;
beforeEach(() => void (home = new Home()));
afterEach(() => home.clear());

describe('SIGKILL of the engine in the middle of an epoch', () => {
  it('leaves the window alive and the run interrupted; resumed from the last checkpoint it ends as it would have', async () => {
    const { studio, folder, frames } = await anyProject(home);
    const { page } = studio;
    await startRun(studio, { epochs: 6, base: 4, size: 128, batch: 2 });
    await until('the second epoch is done', () => (newestRun(folder)?.epochs.length ?? 0) >= 2, 120);
    await until('the third epoch is under way', async () => /epoch [3-5] of 6/.test(await page.getByTestId('running').innerText()), 60);
    const before = newestRun(folder)!;
    const first = enginePid(studio);
    expect(first).not.toBeNull();
    process.kill(first!, 'SIGKILL');

    const interrupted = await runIs(folder, 'interrupted', 30);
    expect(interrupted.reason).not.toBe('');
    expect(interrupted.epochs.length).toBeGreaterThanOrEqual(before.epochs.length);
    expect(interrupted.epochs.length).toBeLessThan(6);
    const resume = page.getByRole('button', { name: /^interrupted · resume$/ });
    await resume.waitFor({ timeout: 10_000 });
    await studio.screen('crash-1-interrupted');

    // The window lives: a stroke is painted and saved while there is no engine. On a held-out frame, which no loss depends on.
    await view(page, 'Annotate');
    const frame = frames.find((one) => one.split === 'held-out' && currentMask(folder, one.name) !== null)!;
    await goTo(page, frame.name);
    const { at } = await fitted(page, frame);
    await page.keyboard.press('b');
    await stroke(page, at({ x: 200, y: 40 }), at({ x: 260, y: 40 }));
    await saved(page);
    expect(versionsOf(folder, frame.name).at(-1)?.author).toBe('human');

    await view(page, 'Train');
    await resume.click();
    const done = await runIs(folder, 'done', 180);
    expect(enginePid(studio)).not.toBe(first);
    expect(done.id).toBe(interrupted.id);
    expect(done.epochs).toEqual([1, 2, 3, 4, 5, 6]);
    // What was trained before the kill was not trained again.
    expect(done.losses.slice(0, interrupted.losses.length)).toEqual(interrupted.losses);
    await studio.screen('crash-2-resumed');

    // The same run without a kill: the same losses, to the last bit.
    await page.getByRole('button', { name: /^Start training/ }).waitFor();
    await startRun(studio, { epochs: 6, base: 4, size: 128, batch: 2 });
    const whole = await until(
      'the second run is done',
      () => {
        const run = newestRun(folder);
        return run && run.id !== done.id && run.state === 'done' ? run : null;
      },
      180,
    );
    expect(done.losses).toEqual(whole.losses);
    await studio.close();
    expect(integrity(folder)).toBe('ok');
  });

  it('three times in a row is survived too, and the engine comes back each time', async () => {
    const { studio, folder } = await anyProject(home);
    const { page } = studio;
    await startRun(studio, { epochs: 40, base: 4, size: 128, batch: 2 });
    for (let i = 0; i < 3; i++) {
      const epochs = newestRun(folder)?.epochs.length ?? 0;
      await until('another epoch is done', () => newestRun(folder)!.epochs.length > epochs, 120);
      const pid = enginePid(studio);
      process.kill(pid!, 'SIGKILL');
      await runIs(folder, 'interrupted', 30);
      await page.getByRole('button', { name: /^interrupted · resume$/ }).click();
      await runIs(folder, 'running', 60);
    }
    await page.getByRole('button', { name: /^Stop and keep/ }).click();
    const stopped = await runIs(folder, 'stopped', 60);
    expect(stopped.epochs).toEqual(stopped.epochs.map((_, i) => i + 1));
    await studio.close();
  });
});

describe('SIGKILL of main', () => {
  it('in the middle of a stroke keeps every earlier stroke, in a sound database that opens at once', async () => {
    const { studio, folder, frames } = await anyProject(home);
    const { page } = studio;
    const frame = frames.find((one) => currentMask(folder, one.name) !== null)!;
    await goTo(page, frame.name);
    const { at } = await fitted(page, frame);
    await page.keyboard.press('b');
    await page.keyboard.press('1');
    const imported = currentMask(folder, frame.name)!;
    const rows = [30, 75, 120];
    for (const y of rows) {
      await stroke(page, at({ x: 100, y }), at({ x: 180, y }));
      await saved(page);
    }
    const acknowledged = currentMask(folder, frame.name)!;
    await stroke(page, at({ x: 300, y: 60 }), at({ x: 420, y: 60 }), { lift: false });
    await studio.kill();

    expect(integrity(folder)).toBe('ok');
    const kept = currentMask(folder, frame.name)!;
    expect(difference(kept, acknowledged).count).toBe(0);
    for (const y of rows) expect(kept.data[y * kept.width + 140]).toBe(ROAD);
    expect(versionsOf(folder, frame.name).filter((version) => version.author === 'human').length).toBe(rows.length);

    const again = await home.open();
    await again.page.getByTestId('hud').waitFor({ timeout: 60_000 });
    const shown = await again.page.evaluate(async () => {
      const project = await window.studio.project.current({});
      return project.ok ? project.value?.readOnly : 'none';
    });
    expect(shown).toBeNull();
    await goTo(again.page, frame.name);
    const second = await fitted(again.page, frame);
    await again.page.keyboard.press('b');
    await stroke(again.page, second.at({ x: 300, y: 60 }), second.at({ x: 420, y: 60 }));
    await saved(again.page);
    const [lost] = [difference(imported, currentMask(folder, frame.name)!)];
    expect(lost.right).toBeGreaterThan(420);
    await again.close();
    expect(integrity(folder)).toBe('ok');
  });

  it('in the middle of training leaves a run that the next launch calls interrupted and can resume', async () => {
    const { studio, folder } = await anyProject(home);
    await startRun(studio, { epochs: 4, base: 4, size: 128, batch: 2 });
    await until('an epoch is done', () => (newestRun(folder)?.epochs.length ?? 0) >= 1, 120);
    const engine = enginePid(studio)!;
    await studio.kill();
    // The engine does not outlive its studio.
    await until(
      'the engine has ended',
      () => {
        try {
          process.kill(engine, 0);
          return false;
        } catch {
          return true;
        }
      },
      20,
    );
    const again = await home.open();
    await again.page.getByRole('tab', { name: 'Train' }).click();
    await again.page.getByRole('button', { name: /^interrupted · resume$/ }).click();
    const done = await runIs(folder, 'done', 180);
    expect(done.epochs).toEqual([1, 2, 3, 4]);
    await again.close();
  });
});
