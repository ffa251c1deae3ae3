// Starts the real program in the real Electron, with its own home and its own projects, and ends it in every way a program can end.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { StudioApi } from '../../../src/shared/contract';

export const repo = resolve(import.meta.dirname, '../../..');
/** The built program: this checkout, or a folder with another one's out/, resources/ and node_modules/. */
export const program = process.env['ROADBRUSH_PROGRAM'] ?? repo;
const screens = join(repo, 'tests', 'e2e', 'screens');

interface Routes {
  readonly electron: { readonly path: string; readonly version: string };
}
export function routes(): Routes {
  const file = process.env['ROADBRUSH_ROUTES'] ?? join(repo, '.runtime', 'routes.json');
  if (!existsSync(file)) throw new Error(`${file} is missing: run these tests with \`npm test -- e2e\`, which sets everything up.`);
  return JSON.parse(readFileSync(file, 'utf8')) as Routes;
}

/** Answers to the program's dialogs, in order (src/main/ipc/dialogs.ts). */
export type Answers = Partial<Record<string, (string | boolean | null)[]>>;

/** A folder of its own for one test: the program's home, its projects, what it exports. */
export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), 'roadbrush-e2e-'));
  readonly answersFile = join(this.folder, 'answers.json');
  private answers: Answers = {};
  private readonly opened: Opened[] = [];

  at(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Adds answers behind those that are there. */
  answer(more: Answers): void {
    for (const [question, list] of Object.entries(more)) this.answers[question] = [...(this.answers[question] ?? []), ...(list ?? [])];
    writeFileSync(this.answersFile, JSON.stringify(this.answers));
  }

  /** Without it the very first launch makes and opens the sample project. */
  notTheFirstLaunch(): void {
    mkdirSync(this.at('home'), { recursive: true });
    writeFileSync(this.at('home', 'recent.json'), JSON.stringify([{ folder: this.at('gone.roadbrush'), name: 'gone', openedAt: 1 }]));
  }

  async open(args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<Opened> {
    if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
      throw new Error('There is no display: run these tests with `npm test -- e2e`, or under `xvfb-run -a`.');
    }
    // Each launch of the program begins its answers anew.
    this.answers = {};
    writeFileSync(this.answersFile, '{}');
    const opened = await launch(this, args, environment);
    this.opened.push(opened);
    return opened;
  }

  /** Ends what is still open, and takes the folder away. */
  async clear(): Promise<void> {
    for (const opened of this.opened) await opened.kill();
    // Processes of the killed program may be writing for a moment still.
    await until("the test's folder is gone", () => (rmSync(this.folder, { recursive: true, force: true }), true), 30);
  }
}

export interface Opened {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the page said on its console, errors and warnings only. */
  readonly complaints: string[];
  pid(): number;
  log(): string;
  /** Closes the window as a person does, and waits until the program has ended. */
  close(): Promise<void>;
  /** SIGKILL of main; nothing when it has ended already. */
  kill(): Promise<void>;
  screen(name: string): Promise<void>;
}

async function launch(home: Home, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Opened> {
  const { electron } = routes();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // TensorFlow's libraries, which the test runner has in its environment, are for the engine alone.
  const { LD_LIBRARY_PATH: _libraries, ELECTRON_RUN_AS_NODE: _node, ELECTRON_RENDERER_URL: _dev, ...env } = process.env;
  const start = () =>
    _electron.launch({
      executablePath: electron.path,
      args: [...sandbox, join(program, 'out', 'main', 'index.js'), ...args],
      cwd: home.folder,
      env: {
        ...(env as Record<string, string>),
        ROADBRUSH_ROUTES: process.env['ROADBRUSH_ROUTES'] ?? join(repo, '.runtime', 'routes.json'),
        ROADBRUSH_HOME: home.at('home'),
        ROADBRUSH_TEST_DIALOGS: home.answersFile,
        ROADBRUSH_CHECK_CONTRACT: '1',
        ...environment,
      },
      timeout: 60_000,
    });
  // Attaching to Electron's debugger now and then hangs on a machine that is busy: that is Playwright's matter, not the program's.
  const app = await start().catch((error: unknown) => {
    if (!String(error).includes('electron.launch: Timeout')) throw error;
    console.warn(`e2e: launching once more after: ${String(error).split('\n')[0]}`);
    return start();
  });
  const page = await app.firstWindow({ timeout: 60_000 }).catch((error: unknown) => {
    const log = home.at('home', 'logs', 'roadbrush.log');
    const code = app.process().exitCode;
    throw new Error(
      `${String(error)}\n(exit code ${code}) the log ends:\n${existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : 'no log'}`,
    );
  });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const child = app.process();
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const over = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    app,
    page,
    complaints,
    pid: () => child.pid ?? 0,
    log: () => readFileSync(home.at('home', 'logs', 'roadbrush.log'), 'utf8'),
    async close() {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await ended;
    },
    async kill() {
      if (over()) return;
      child.kill('SIGKILL');
      await ended;
    },
    async screen(name) {
      mkdirSync(screens, { recursive: true });
      await page.screenshot({ path: join(screens, `${name}.png`) });
    },
  };
}

/** The page's own door to main, for what a test asks beside the panels. */
declare global {
  interface Window {
    readonly studio: StudioApi;
  }
}

/** Thrown by a look that sees that waiting is in vain. */
export class Hopeless extends Error {}

/** Waits until `look` answers something true; fails with `what` and what was seen last. */
export async function until<T>(what: string, look: () => Promise<T> | T, seconds = 60): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000;
  let seen: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
      seen = found;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      seen = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain until ${what}; last seen: ${String(seen)}`);
    await new Promise((go) => setTimeout(go, 100));
  }
}
