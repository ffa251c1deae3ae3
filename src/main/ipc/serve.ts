// The window's calls, registered with Electron: only the main frame of our one window, at a page of ours, gets an answer.
import { ipcMain } from 'electron';
import { isOurPage } from '../window/locations';
import type { Desk } from './desk';
import { handlersOf } from './handlers';
import { type Caller, registerCalls } from './register';

/** Dropped files that are remembered; a page that drops more forgets the first ones. */
const DROPS = 1000;

export function serveWindow(desk: Desk, { dev, check }: { dev: string | null; check: boolean }): void {
  const trusts = ({ sender, senderFrame }: Caller): boolean => {
    const window = desk.around.window();
    return window !== null && sender === window.webContents && senderFrame?.parent === null && isOurPage(senderFrame.url, dev);
  };
  registerCalls(handlersOf(desk), {
    handle: (channel, answer) => ipcMain.handle(channel, answer),
    trusts,
    checkAnswers: check,
    log: desk.around.log,
  });
  ipcMain.on('dropped', (event, word: unknown, path: unknown) => {
    if (!trusts(event) || typeof word !== 'string' || typeof path !== 'string') return;
    desk.dropped.set(word, path);
    for (const old of [...desk.dropped.keys()].slice(0, Math.max(0, desk.dropped.size - DROPS))) desk.dropped.delete(old);
  });
}
