// The addresses the window may have: app://studio (our pages), app://project (the project's pictures), and in development the dev server.
import { join } from 'node:path';

export const SCHEME = 'app';
export const PAGES_HOST = 'studio';
export const PROJECT_HOST = 'project';
export const PAGES_ORIGIN = `${SCHEME}://${PAGES_HOST}`;

/** Where the built pages and the preload lie, beside this bundle (out/main). */
export const pagesFolder = (): string => join(__dirname, '../renderer');
export const preloadFile = (): string => join(__dirname, '../preload/index.js');

/** The dev server's origin ('http://localhost:5173'), or null outside development. Only loopback counts: nothing remote is ever a page of ours. */
export function devOrigin(env: NodeJS.ProcessEnv = process.env): string | null {
  const given = env['ELECTRON_RENDERER_URL'];
  const url = given ? parsed(given) : null;
  return url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ? url.origin : null;
}

export const startAddress = (dev: string | null): string => (dev ? `${dev}/` : `${PAGES_ORIGIN}/index.html`);

/** True for an address of our own pages: app://studio/..., or the dev server's in development. */
export function isOurPage(address: string, dev: string | null): boolean {
  const url = parsed(address);
  if (!url) return false;
  // Node gives the origin 'null' to schemes it does not know, so the parts are compared.
  if (url.protocol === `${SCHEME}:`) return url.host === PAGES_HOST;
  return dev !== null && url.origin === dev;
}

/** Electron 25's Node has no URL.canParse yet. */
function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
