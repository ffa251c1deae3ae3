// What no page may do, whatever it turns into: go elsewhere, open windows, get permissions, attach web views, or reach the network.
import { type App, type Session, type WebContents } from 'electron';
import { developmentPolicy } from './headers';
import { isOurPage, SCHEME } from './locations';

type Note = (message: string) => void;

/** Once, before any window: every web contents that ever comes to be is guarded. */
export function guardContents(app: App, dev: string | null, note: Note): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, dev, note));
}

function guard(contents: WebContents, dev: string | null, note: Note): void {
  contents.setWindowOpenHandler(({ url }) => {
    note(`A page wanted to open ${url}: refused.`);
    return { action: 'deny' };
  });
  const refuse = (event: { preventDefault(): void; readonly url: string }): void => {
    if (isOurPage(event.url, dev)) return;
    event.preventDefault();
    note(`A page wanted to go to ${event.url}: refused.`);
  };
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    note('A page wanted to attach a web view: refused.');
  });
}

export function guardSession(session: Session, dev: string | null, note: Note): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    note(`A page asked for the permission '${permission}': refused.`);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  // Offline by construction: only our scheme, in-memory blobs, the inspector, and in development the dev server answer at all.
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isLocal(details.url) || (dev !== null && isDevServer(details.url, dev));
    if (!allowed) note(`A request to ${details.url} was refused.`);
    answer({ cancel: !allowed });
  });
  if (dev === null) return;
  session.webRequest.onHeadersReceived((details, answer) => {
    const page = isDevServer(details.url, dev) && details.resourceType === 'mainFrame';
    const headers = { ...details.responseHeaders };
    if (page) headers['Content-Security-Policy'] = [developmentPolicy(dev)];
    answer({ responseHeaders: headers });
  });
}

const isLocal = (address: string): boolean =>
  [`${SCHEME}:`, 'blob:', 'data:', 'devtools:', 'chrome-extension:'].includes(new URL(address).protocol);

const isDevServer = (address: string, dev: string): boolean => {
  const url = new URL(address);
  return url.host === new URL(dev).host && ['http:', 'ws:'].includes(url.protocol);
};
