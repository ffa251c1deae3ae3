// The one window: sandboxed, isolated, dark from its first pixel, where it was last time.
import { BrowserWindow, screen } from 'electron';
import { join } from 'node:path';
import { openingBounds, SMALLEST, type WindowPlace } from './bounds';
import { preloadFile, startAddress } from './locations';

/** --canvas of the theme: what shows before the first paint, so that nothing flashes white. */
const BACKGROUND = '#0e0f11';

export interface WindowOptions {
  readonly dev: string | null;
  readonly place: WindowPlace | null;
  /** Whether the menu bar stays in sight (Linux and Windows). */
  readonly menuBar: boolean;
  /** Development: the inspector can be opened. */
  readonly inspector: boolean;
}

export function createWindow({ dev, place, menuBar, inspector }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...openingBounds(
      place,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Roadbrush',
    icon: join(__dirname, '../../resources/icon.png'),
    backgroundColor: BACKGROUND,
    show: false,
    webPreferences: {
      preload: preloadFile(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      devTools: inspector,
    },
  });
  // Hidden for good rather than hidden until Alt: while one paints, Alt means 'the other tool'. Alt+F opens the File menu all the same.
  window.setMenuBarVisibility(menuBar);
  if (place?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  // A page's title would overwrite ours at every load.
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(startAddress(dev)).catch(() => undefined);
  return window;
}

export function placeOf(window: BrowserWindow): WindowPlace {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() };
}
