// The app:// scheme: the only one the window can load anything from.
import { type Session, protocol } from 'electron';
import { PAGES_HOST, PROJECT_HOST, SCHEME } from './locations';
import { servePage } from './pages';
import { type PictureSource, servePicture } from './pictures';

/** Before Electron is ready, once. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true } },
  ]);
}

export function serveScheme(session: Session, pages: string, pictures: PictureSource, dev: string | null): void {
  session.protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    if (request.method !== 'GET') return new Response('Only GET.', { status: 405 });
    if (url.host === PAGES_HOST) return servePage(pages, url.pathname);
    if (url.host === PROJECT_HOST) return servePicture(pictures, url.pathname, dev);
    return new Response('Not found', { status: 404 });
  });
}
