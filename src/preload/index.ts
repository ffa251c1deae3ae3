// The window's only door: a frozen `window.studio` that can make the contract's calls and hear its events, and nothing else.
import { contextBridge, ipcRenderer } from 'electron';
import * as electron from 'electron';
import { callNames, eventNames } from './names';

type Listener = (payload: unknown) => void;

// The same words as shared/contract's callChannel and eventChannel, whose module would bring zod along.
const calls = Object.fromEntries(
  Object.entries(callNames).map(([domain, names]) => [
    domain,
    Object.fromEntries(Object.keys(names).map((name) => [name, (input: unknown) => ipcRenderer.invoke(`call:${domain}.${name}`, input)])),
  ]),
);

function on(event: unknown, listener: Listener): () => void {
  if (typeof event !== 'string' || !Object.hasOwn(eventNames, event)) throw new TypeError(`There is no event '${String(event)}'.`);
  const heard = (_event: unknown, payload: unknown): void => listener(payload);
  ipcRenderer.on(`event:${event}`, heard);
  return () => void ipcRenderer.removeListener(`event:${event}`, heard);
}

/** The dropped file's path: Electron 32 and later give it through webUtils, earlier ones as a property of the file. */
function pathOf(file: File): string {
  const { webUtils } = electron as { webUtils?: { getPathForFile(file: File): string } };
  try {
    return webUtils ? webUtils.getPathForFile(file) : ((file as File & { path?: string }).path ?? '');
  } catch {
    return '';
  }
}

/**
 * Files of the last drop, noted before the page's own handlers run: `file` of the page may be a copy without its path on this side.
 * Only a drop made by a hand counts: a page can make up a drop event, and even then no File of its own making has a path.
 */
let dropped: { name: string; size: number; path: string }[] = [];
window.addEventListener(
  'drop',
  (event) => {
    if (!event.isTrusted) return;
    dropped = [...(event.dataTransfer?.files ?? [])].map((file) => ({ name: file.name, size: file.size, path: pathOf(file) }));
  },
  true,
);

/** Main learns the path, the page gets a word that stands for it: no page ever names a path. Empty when `file` was not dropped from the file manager. */
function droppedPath(file: unknown): string {
  if (typeof file !== 'object' || file === null) return '';
  const { name, size } = file as File;
  const path = dropped.find((one) => one.name === name && one.size === size)?.path ?? '';
  if (path === '') return '';
  const word = crypto.randomUUID();
  ipcRenderer.send('dropped', word, path);
  return word;
}

contextBridge.exposeInMainWorld('studio', { ...calls, on, droppedPath });
