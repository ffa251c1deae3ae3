// app://studio/*: the built renderer's files, and nothing outside their folder.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { securityHeaders } from './headers';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** The file an address's path stands for inside `folder`; null when it would leave the folder or is not a kind we serve. */
export function pageFile(folder: string, pathname: string): { path: string; type: string } | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\') || decoded.split('/').includes('..')) return null;
  const path = normalize(join(folder, decoded === '/' || decoded === '' ? 'index.html' : decoded));
  const type = TYPES[extname(path).toLowerCase()];
  return type && path.startsWith(folder + sep) ? { path, type } : null;
}

export async function servePage(folder: string, pathname: string): Promise<Response> {
  const file = pageFile(folder, pathname);
  if (!file) return new Response('Not found', { status: 404, headers: securityHeaders('text/plain') });
  try {
    return new Response(await readFile(file.path), { headers: securityHeaders(file.type) });
  } catch {
    return new Response('Not found', { status: 404, headers: securityHeaders('text/plain') });
  }
}
