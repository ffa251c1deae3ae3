// Roadbrush in its window: wiring only.
import { app, type BrowserWindow, nativeTheme, session, shell } from 'electron';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { superviseEngine } from './engine/supervisor';
import { Desk } from './ipc/desk';
import { scriptedDialogs, systemDialogs } from './ipc/dialogs';
import { Events } from './ipc/events';
import { leave } from './ipc/leaving';
import { Memory } from './ipc/memory';
import { picturesOf } from './ipc/pictures';
import { openAndTell, openAtStart } from './ipc/project';
import { serveWindow } from './ipc/serve';
import { type Log, openLog } from './log';
import { readRoutes } from './routes';
import { projectArgument } from './window/arguments';
import { drawAtOnce } from './window/drawing';
import { closeInOrder, keepAlive } from './window/life';
import { devOrigin, pagesFolder } from './window/locations';
import { keepMenu } from './window/menu';
import { registerScheme, serveScheme } from './window/protocol';
import { guardContents, guardSession } from './window/security';
import { createWindow, placeOf } from './window/window';

/** For tests: what the program keeps for itself, and the projects it makes by itself, go into this folder instead of the user's. */
const home = process.env['ROADBRUSH_HOME'];
/** For tests, and never in a packaged program: a file with the answers to the dialogs (ipc/dialogs.ts). */
const script = app.isPackaged ? undefined : process.env['ROADBRUSH_TEST_DIALOGS'];
const dev = devOrigin();
/** Development and tests: answers and events are held against the contract. */
const check = dev !== null || process.env['ROADBRUSH_CHECK_CONTRACT'] === '1';

app.setName('Roadbrush');
const data = home ?? join(app.getPath('appData'), 'Roadbrush');
mkdirSync(data, { recursive: true });
app.setPath('userData', data);
registerScheme();
drawAtOnce(app.commandLine);
if (app.requestSingleInstanceLock())
  start(openLog(join(data, 'logs', 'roadbrush.log'), dev ? (line) => process.stderr.write(line) : undefined));
else app.quit();

function start(log: Log): void {
  let window: BrowserWindow | null = null;
  const memory = new Memory(data);
  const routes = readRoutes();
  const events = new Events(() => window, check);
  const engine = superviseEngine({
    routes: routes.ok ? routes.value : { node: null, tensorflow: null },
    log: log.engine,
    onState: (state, message) => events.send('engine', { state, message }),
  });
  const desk = new Desk({
    ...{ engine, log, events, memory, routes: routes.ok ? routes.value : null, window: () => window },
    dialogs: script ? scriptedDialogs(script) : systemDialogs(() => window),
    documents: home ? join(home, 'projects') : join(app.getPath('documents'), 'Roadbrush'),
    showInFolder: (path) => shell.showItemInFolder(path),
    openFile: (path) => void shell.openPath(path),
  });
  if (!routes.ok) events.notice({ tone: 'bad', message: routes.error.message, hint: routes.error.hint ?? '' });

  process.on('uncaughtException', (error) => log.error('An error that nobody caught.', { error: error.stack }));
  process.on('unhandledRejection', (reason) => log.error('A rejection that nobody caught.', { error: String(reason) }));
  guardContents(app, dev, log.warn);
  serveWindow(desk, { dev, check });
  const openFolder = (folder: string): void => void openAndTell(desk, folder);

  app.on('second-instance', (_event, argv, cwd) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    const folder = projectArgument(argv, cwd);
    if (folder) openFolder(folder);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFolder(path);
  });

  void app.whenReady().then(() => {
    nativeTheme.themeSource = 'dark';
    guardSession(session.defaultSession, dev, log.warn);
    serveScheme(session.defaultSession, pagesFolder(), picturesOf(desk), dev);
    keepMenu(memory, {
      window: () => window,
      command: (name) => events.send('command', { name }),
      openFolder,
      log,
      inspector: dev !== null,
    });
    const opened = createWindow({ dev, place: memory.window.window, menuBar: memory.window.menuBar, inspector: dev !== null });
    window = opened;
    keepAlive(opened, log, { reloading: () => events.deaf(), gone: () => desk.handshake.gone() });
    closeInOrder(opened, {
      mayClose: () => leave(desk),
      closing: () => memory.rememberWindow({ window: placeOf(opened) }),
      closed: () => (window = null),
      log,
    });
    opened.once('show', () =>
      log.info(`Roadbrush ${app.getVersion()}: window shown ${Math.round(process.uptime() * 1000)} ms after the start.`),
    );
    void openAtStart(desk, projectArgument(process.argv, process.cwd()));
  });
}
