// What the window must never be able to do, tried in the real window.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home, type Opened, program } from './lib/studio';
import { join } from 'node:path';

let home: Home;
let studio: Opened;
beforeAll(async () => {
  home = new Home();
  home.notTheFirstLaunch();
  studio = await home.open();
  await studio.page.waitForFunction(() => 'studio' in window);
});
afterAll(() => home.clear());

describe('the page', () => {
  it('has no Node and no Electron, only the frozen studio', async () => {
    const seen = await studio.page.evaluate(() => {
      const all = window as unknown as Record<string, unknown>;
      return {
        node: ['require', 'process', 'Buffer', 'module', 'global', '__dirname', 'ipcRenderer', 'electron'].filter(
          (name) => typeof all[name] !== 'undefined',
        ),
        studio: Object.keys(window.studio).sort(),
        frozen: [window.studio, ...Object.values(window.studio)].every((part) => typeof part === 'function' || Object.isFrozen(part)),
        replaced: Reflect.set(window.studio.masks, 'save', () => 'mine'),
      };
    });
    expect(seen).toEqual({
      node: [],
      studio: ['app', 'compare', 'droppedPath', 'frames', 'masks', 'on', 'project', 'queue', 'runQueue', 'runs'],
      frozen: true,
      replaced: false,
    });
  });

  it('runs sandboxed, isolated and without Node, as Electron itself has it', async () => {
    const preferences = await studio.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { sandbox, contextIsolation, nodeIntegration, nodeIntegrationInSubFrames, webSecurity, webviewTag } =
        contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, nodeIntegrationInSubFrames, webSecurity, webviewTag };
    });
    expect(preferences).toEqual({
      ...{ sandbox: true, contextIsolation: true, nodeIntegration: false },
      ...{ nodeIntegrationInSubFrames: false, webSecurity: true, webviewTag: false },
    });
  });

  it('comes under a strict policy that is in force', async () => {
    const policy = await studio.page.evaluate(async () => (await fetch('app://studio/index.html')).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    const tried = await studio.page.evaluate(async () => {
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      document.head.append(inline);
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const image = new Image();
      image.src = 'https://example.com/x.png';
      const net = await fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      );
      const frame = document.createElement('iframe');
      frame.src = 'https://example.com/';
      document.body.append(frame);
      // Off the inspector's own call stack, which may evaluate strings where the page may not.
      const evaluated = await new Promise((done) =>
        setTimeout(() => {
          try {
            done(new Function('return 1')());
          } catch (error) {
            done((error as Error).name);
          }
        }, 50),
      );
      await new Promise((done) => setTimeout(done, 300));
      frame.remove();
      inline.remove();
      return { inline: 'inlineRan' in window, net, evaluated, violations: [...new Set(violations)].sort() };
    });
    expect(tried.inline).toBe(false);
    expect(tried.net).toBe('refused');
    expect(tried.evaluated).toBe('EvalError');
    expect(tried.violations).toEqual(expect.arrayContaining(['connect-src', 'frame-src', 'img-src']));
  });

  it('opens no windows', async () => {
    const opened = await studio.page.evaluate(() =>
      ['https://example.com/', 'app://studio/index.html', 'about:blank'].map((url) => window.open(url)),
    );
    expect(opened).toEqual([null, null, null]);
    expect(studio.app.windows()).toHaveLength(1);
  });

  it('goes nowhere else', async () => {
    const before = studio.page.url();
    for (const address of ['https://example.com/', 'file:///etc/passwd', 'app://project/frame/1', 'data:text/html,x', 'app://elsewhere/']) {
      await studio.page.evaluate((url) => void (location.href = url), address);
      await new Promise((done) => setTimeout(done, 200));
      expect(studio.page.url()).toBe(before);
    }
    // Not a page that fell over, the same one.
    expect(await studio.page.evaluate(() => typeof window.studio)).toBe('object');
  });

  it('gets no permissions', async () => {
    const asked = await studio.page.evaluate(async () => {
      const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
      const place = new Promise((done) =>
        navigator.geolocation.getCurrentPosition(
          () => done('granted'),
          () => done('denied'),
        ),
      );
      return [
        await state('geolocation'),
        await state('notifications'),
        await state('midi'),
        await place,
        await Notification.requestPermission(),
      ];
    });
    expect(asked).toEqual(['denied', 'denied', 'denied', 'denied', 'denied']);
  });
});

describe('app://', () => {
  it.each([
    'app://studio/../main/index.js',
    'app://studio/%2e%2e/main/index.js',
    'app://studio/..%2f..%2fpackage.json',
    'app://studio/%2e%2e%2f%2e%2e%2fpackage.json',
    'app://project/frame/..%2f..%2fproject.db',
    'app://project/frame/1%2f..',
    'app://project/project.db',
    'app://elsewhere/index.html',
  ])('gives nothing away at %s', async (address) => {
    const answer = await studio.page.evaluate(async (url) => {
      try {
        const response = await fetch(url);
        return { status: response.status, text: (await response.text()).slice(0, 50) };
      } catch {
        return { status: 404, text: '' };
      }
    }, address);
    expect(answer.status).toBe(404);
  });
});

describe('calls', () => {
  it.each([
    ['masks', 'load', { frame: '../../etc/passwd' }],
    ['masks', 'load', undefined],
    ['masks', 'save', { frame: 1, base: null, rle: 'text', author: 'human', note: '', key: 'abcdefgh' }],
    ['masks', 'save', { frame: 1, base: null, rle: new Uint8Array(3), author: 'somebody', note: '', key: 'abcdefgh' }],
    ['runs', 'start', { config: { base: 1e9 }, name: 'x' }],
    ['frames', 'split', { rule: { kind: 'last', count: -5 } }],
    ['app', 'exportVideo', { run: null, out: '/etc/passwd' }],
  ])('%s.%s with a wrong payload is refused', async (domain, name, input) => {
    const answer = await studio.page.evaluate(
      ([d, n, payload]) =>
        (window.studio as unknown as Record<string, Record<string, (x: unknown) => Promise<unknown>>>)[d as string]?.[n as string]?.(
          payload,
        ),
      [domain, name, input] as const,
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  });

  it('take no path from the page: only what a hand really dropped', async () => {
    const answers = await studio.page.evaluate(async () => [
      await window.studio.frames.droppedImport({ path: '/etc' }),
      await window.studio.frames.startImport({ token: '/etc', copy: false, classes: false }),
      window.studio.droppedPath(new File(['x'], 'passwd')),
      window.studio.droppedPath({ name: 'passwd', size: 1, path: '/etc/passwd' }),
    ]);
    expect(answers).toMatchObject([{ ok: false, error: { code: 'not-found' } }, { ok: false }, '', '']);
  });

  it('of another window are refused, even with our own page and our own preload', async () => {
    const answer = await studio.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
        await foreign.loadURL('app://studio/index.html');
        const said: unknown = await foreign.webContents.executeJavaScript('window.studio.project.recent({})');
        foreign.destroy();
        return said;
      },
      join(program, 'out', 'preload', 'index.js'),
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(studio.log()).toContain('A call of project.recent from elsewhere was refused.');
  });

  it('of the main window itself are refused once it shows a page that is not ours', async () => {
    const answer = await studio.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // Main itself may load anything; a page cannot (see above).
      await contents?.loadURL('data:text/html,<p>not ours</p>');
      const said: unknown = await contents?.executeJavaScript('window.studio.project.recent({})');
      await contents?.loadURL('app://studio/index.html');
      return said;
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });
});
