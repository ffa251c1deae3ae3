// The window's life: brought back when its page crashes, and closed only when all is in order.
import { app, type BrowserWindow, dialog } from 'electron';
import type { Log } from '../log';

/** A second crash within this time is told to the person instead of being mended again. */
const CRASHES_APART = 20_000;

/** `reloading`: a page begins to load. `gone`: the page is gone and answers nothing any more. */
export function keepAlive(window: BrowserWindow, log: Log, tell: { reloading: () => void; gone: () => void }): void {
  let crashed = 0;
  const { webContents } = window;
  webContents.on('did-start-loading', tell.reloading);
  webContents.on('did-fail-load', (_event, code, why, address) => log.error('A page could not be loaded.', { code, why, address }));
  webContents.on('preload-error', (_event, file, error) => log.error('The preload failed.', { file, error: error.stack }));
  webContents.on('unresponsive', () => log.warn('The window does not answer.'));
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('The window crashed.', { reason, exitCode });
    tell.gone();
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const again = Date.now() - crashed > CRASHES_APART;
    crashed = Date.now();
    if (again) webContents.reload();
    else
      dialog.showErrorBox('The window crashed twice', `All saved strokes are safe. Start Roadbrush again; the details are in ${log.file}.`);
  });
}

export interface Closing {
  /** Saves, asks, puts away; false when the person would rather keep working. */
  readonly mayClose: () => Promise<boolean>;
  readonly closing: () => void;
  readonly closed: () => void;
  readonly log: Log;
}

export function closeInOrder(window: BrowserWindow, { mayClose, closing, closed, log }: Closing): void {
  let asking = false;
  window.on('close', (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    closing();
    void mayClose()
      .catch((error: unknown) => {
        log.error('Closing went wrong; the window closes all the same.', { error: String(error) });
        return true;
      })
      .then((may) => {
        asking = false;
        if (!may) return log.info('The person kept the window open.');
        log.info('Closed in order.');
        // Not `close()`: that would ask again.
        window.destroy();
        app.quit();
      });
  });
  window.once('closed', closed);
}
