// The application menu. Its entries are commands of the window's own table; the keys beside them, as they are bound now, are shown here and handled there.
import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions, shell } from 'electron';
import type { Log } from '../log';

/** What the menu reads and changes of the program's memory. */
export interface MenuMemory {
  recent(): readonly { readonly name: string; readonly folder: string; readonly missing: boolean }[];
  onRecent: () => void;
  onKeys: () => void;
  /** A command's chords where the person bound them anew. */
  keysOf(command: string): readonly string[] | undefined;
  readonly window: { readonly menuBar: boolean };
  rememberWindow(values: { menuBar: boolean }): void;
}
export interface MenuActions {
  readonly window: () => BrowserWindow | null;
  /** Sends the window its `command` event. */
  readonly command: (name: string) => void;
  readonly openFolder: (folder: string) => void;
  readonly log: Log;
  /** Development: the inspector and reloading. */
  readonly inspector: boolean;
}

/** Sets the menu, and again whenever the recent projects change. */
export function keepMenu(memory: MenuMemory, actions: MenuActions): void {
  const show = (): void => Menu.setApplicationMenu(buildMenu(memory, actions));
  memory.onRecent = show;
  memory.onKeys = show;
  show();
}

/** 'Ctrl+Shift+Z' in Electron's words; undefined for a chord that Electron has no word for: it is then shown in the window alone. */
export function acceleratorOf(chord: string | undefined): string | undefined {
  const parts = chord?.split(/\+(?=.)/) ?? [];
  const key = parts.pop();
  if (
    key === undefined ||
    !/^([A-Z0-9]|F\d{1,2}|Left|Right|Up|Down|Enter|Backspace|Delete|Home|End|PageUp|PageDown|[\][,./;'`=\\-])$/.test(key)
  )
    return undefined;
  return [...parts.map((part) => (part === 'Ctrl' ? 'CommandOrControl' : part)), key].join('+');
}

function buildMenu(memory: MenuMemory, actions: MenuActions): Menu {
  /** A key that the window's key map handles: shown, not registered. On macOS a menu always registers, and the window takes the key first. */
  const entry = (label: string, name: string, usual?: string): MenuItemConstructorOptions => {
    const bound = memory.keysOf(name);
    const accelerator = bound ? acceleratorOf(bound[0]) : usual;
    return { label, click: () => actions.command(name), ...(accelerator ? { accelerator, registerAccelerator: false } : {}) };
  };
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const recent = memory
    .recent()
    .filter((project) => !project.missing)
    .map(({ name, folder }) => ({ label: name, sublabel: folder, toolTip: folder, click: () => actions.openFolder(folder) }));
  const toggleMenuBar = (): void => {
    const menuBar = !memory.window.menuBar;
    memory.rememberWindow({ menuBar });
    actions.window()?.setMenuBarVisibility(menuBar);
  };
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        entry('New project...', 'project.new', 'CommandOrControl+Shift+N'),
        entry('Open project...', 'project.open', 'CommandOrControl+Shift+O'),
        { label: 'Open recent', enabled: recent.length > 0, submenu: recent },
        entry('Open the sample project', 'project.sample'),
        line,
        entry('Import frames...', 'frames.import', 'CommandOrControl+I'),
        entry('Import an annotation file...', 'frames.importFile'),
        entry('Export...', 'view.export'),
        line,
        { label: 'Quit', accelerator: 'CommandOrControl+Q', click: () => app.quit() },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        entry('Undo', 'edit.undo', 'CommandOrControl+Z'),
        entry('Redo', 'edit.redo', 'CommandOrControl+Shift+Z'),
        line,
        { role: 'cut', registerAccelerator: false },
        { role: 'copy', registerAccelerator: false },
        { role: 'paste', registerAccelerator: false },
        { role: 'selectAll', registerAccelerator: false },
      ],
    },
    {
      label: '&View',
      submenu: [
        entry('Annotate', 'view.annotate'),
        entry('Review', 'view.review'),
        line,
        entry('Fit the frame', 'canvas.fit', 'CommandOrControl+F'),
        entry('100 %', 'canvas.actualSize', 'CommandOrControl+0'),
        entry('Zoom in', 'canvas.zoomIn', 'CommandOrControl+='),
        entry('Zoom out', 'canvas.zoomOut', 'CommandOrControl+-'),
        entry('Pixel grid', 'canvas.grid', "CommandOrControl+'"),
        entry('Overview', 'canvas.minimap', 'Shift+O'),
        line,
        entry('Compare with the mask as it was opened', 'compare.before', 'Y'),
        entry('Compare with the prediction', 'compare.prediction', 'Shift+Y'),
        line,
        entry('Command palette...', 'palette.open', 'CommandOrControl+K'),
        { label: 'Menu bar', click: toggleMenuBar },
        { role: 'togglefullscreen' },
        ...(actions.inspector ? [line, { role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    {
      label: '&Train',
      submenu: [
        entry('Training view', 'view.train'),
        entry('Start or pause', 'train.toggle', 'CommandOrControl+T'),
        entry('Retrain from corrections', 'train.retrain', 'CommandOrControl+Shift+T'),
      ],
    },
    {
      label: '&Help',
      submenu: [
        entry('Keys', 'help.keys', 'F1'),
        { label: 'Open log', click: () => void shell.openPath(actions.log.file) },
        line,
        entry('About Roadbrush', 'help.about'),
      ],
    },
  ];
  return Menu.buildFromTemplate(template);
}
