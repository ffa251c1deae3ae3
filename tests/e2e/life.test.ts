// The program's life: first launch, restart, second launch, and what stands in its way.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { framesOf, inDatabase, integrity } from './lib/database';
import { Home, type Opened, program, repo, routes, until } from './lib/studio';

let home: Home;
beforeEach(() => void (home = new Home()));
afterEach(() => home.clear());

const current = (studio: Opened) =>
  studio.page.evaluate(async () => {
    const answer = await window.studio.project.current({});
    return answer.ok ? answer.value : null;
  });
const sampleFolder = () => home.at('home', 'projects', 'Sample drive.roadbrush');
const create = async (studio: Opened, folder: string) => {
  home.answer({ createProject: [folder] });
  return studio.page.evaluate(() => window.studio.project.createWithDialog({}));
};

describe('the first launch', () => {
  it('shows the window at once and then the sample project, made by a job with progress', async () => {
    const begun = Date.now();
    const studio = await home.open();
    expect(Date.now() - begun).toBeLessThan(15_000);
    const project = await until('the sample project is open', () => current(studio), 200);
    console.info(`e2e: the sample project was there ${((Date.now() - begun) / 1000).toFixed(1)} s after the launch`);
    expect(project).toMatchObject({ sample: true, frames: 60, readOnly: null });
    const jobs = await studio.page.evaluate(() => window.studio.app.jobs({}));
    expect(jobs).toMatchObject({ ok: true, value: [{ kind: 'sample', state: 'done' }] });
    const frames = framesOf(sampleFolder());
    expect(frames).toHaveLength(60);
    expect(frames.every((frame) => frame.width === 1242 && frame.height === 375 && existsSync(frame.path))).toBe(true);
    expect(new Set(frames.map((frame) => frame.split))).toEqual(expect.objectContaining(new Set(['train', 'held-out'])));
    await studio.close();
    expect(integrity(sampleFolder())).toBe('ok');
  });

  it('that was killed while it made the sample leaves nothing the next one stumbles over', async () => {
    const first = await home.open();
    await until('some frames are there', () => existsSync(join(sampleFolder(), 'frames')));
    await first.kill();
    const second = await home.open();
    await second.page.evaluate(() => window.studio.project.openSample({}));
    expect(await until('the sample project is open', () => current(second), 200)).toMatchObject({ sample: true, frames: 60 });
  });
});

describe('a restart', () => {
  it('opens the last project, where the window was, with the preferences as they were', async () => {
    home.notTheFirstLaunch();
    const first = await home.open();
    expect(await current(first)).toBeNull();
    expect(await create(first, home.at('road'))).toMatchObject({ ok: true, value: { name: 'road', frames: 0 } });
    await first.page.evaluate(() => window.studio.app.setPreferences({ values: { mine: 3 } }));
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 30, y: 40, width: 1100, height: 700 }),
    );
    await first.close();
    expect(first.log()).toContain('Closed in order.');
    expect(existsSync(home.at('road.roadbrush', 'project.db-wal'))).toBe(false);

    const second = await home.open();
    expect(await current(second)).toMatchObject({ name: 'road' });
    expect(await second.page.evaluate(() => window.studio.app.preferences({}))).toMatchObject({ ok: true, value: { mine: 3 } });
    const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toMatchObject({ width: 1100, height: 700 });
  });

  it('after a crash finds the lock of the dead program and takes it', async () => {
    home.notTheFirstLaunch();
    const first = await home.open();
    await create(first, home.at('road'));
    await first.kill();
    const second = await home.open();
    expect(await current(second)).toMatchObject({ name: 'road', readOnly: null });
  });
});

describe('a second launch', () => {
  it('brings the first window to the front and opens its project there', async () => {
    home.notTheFirstLaunch();
    const studio = await home.open();
    await create(studio, home.at('one'));
    await create(studio, home.at('two'));
    expect(await current(studio)).toMatchObject({ name: 'two' });
    const { electron } = routes();
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const second = spawn(electron.path, [...sandbox, join(program, 'out', 'main', 'index.js'), 'one.roadbrush'], {
      cwd: home.folder,
      env: { ...process.env, LD_LIBRARY_PATH: '', ROADBRUSH_HOME: home.at('home') },
      stdio: 'ignore',
    });
    const code = await new Promise((done) => second.once('exit', done));
    expect(code).toBe(0);
    await until('its project is open', async () => (await current(studio))?.name === 'one', 10);
    expect(studio.app.windows()).toHaveLength(1);
  });
});

describe('what stands in the way is said in a sentence', () => {
  const notices = (studio: Opened) =>
    until('a notice is there', async () => {
      const text = await studio.page.evaluate(() => document.body.innerText);
      return /roadbrush/i.test(text) ? text : null;
    });

  it('a project that is not there', async () => {
    home.notTheFirstLaunch();
    const studio = await home.open([home.at('missing.roadbrush')]);
    expect(await notices(studio)).toContain('missing.roadbrush');
  });

  it('a project that another program works on is shown read-only', async () => {
    home.notTheFirstLaunch();
    const first = await home.open();
    await create(first, home.at('road'));
    const other = new Home();
    try {
      other.notTheFirstLaunch();
      const second = await other.open([home.at('road.roadbrush')]);
      const project = await until('the project is open', () => current(second));
      expect(project.readOnly).toMatch(/another program|Roadbrush/i);
      const save = await second.page.evaluate(() => window.studio.frames.split({ rule: { kind: 'last', count: 1 } }));
      expect(save.ok).toBe(false);
    } finally {
      await other.clear();
    }
  });

  it('a database of a newer Roadbrush is left untouched', async () => {
    home.notTheFirstLaunch();
    const first = await home.open();
    await create(first, home.at('road'));
    await first.close();
    const file = home.at('road.roadbrush', 'project.db');
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(file);
    db.pragma('user_version = 9999');
    db.close();
    const before = readFileSync(file);
    const second = await home.open();
    expect(await notices(second)).toContain('newer');
    expect(await current(second)).toBeNull();
    await second.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('rubbish in the place of the database does not stop the program', async () => {
    home.notTheFirstLaunch();
    mkdirSync(home.at('road.roadbrush'));
    copyFileSync(join(repo, 'package.json'), home.at('road.roadbrush', 'project.db'));
    const studio = await home.open([home.at('road.roadbrush')]);
    expect(await notices(studio)).toContain('project.db');
    writeFileSync(home.at('road.roadbrush', 'note'), '');
    expect(await create(studio, home.at('fresh'))).toMatchObject({ ok: true });
    expect(inDatabase(home.at('fresh.roadbrush'), (db) => db.pragma('journal_mode', { simple: true }))).toBe('wal');
  });
});
