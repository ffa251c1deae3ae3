// app://: only our files, only the project's pictures, always under the policy.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { devOrigin, isOurPage } from '../../../src/main/window/locations';
import { pageFile, servePage } from '../../../src/main/window/pages';
import { servePicture } from '../../../src/main/window/pictures';
import { developmentPolicy } from '../../../src/main/window/headers';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'roadbrush-pages-'));
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  mkdirSync(join(folder, 'renderer-of-others'));
  writeFileSync(join(folder, 'renderer', 'index.html'), '<p>hello</p>');
  writeFileSync(join(folder, 'renderer', 'assets', 'a.js'), '1');
  writeFileSync(join(folder, 'secret.json'), '"secret"');
  writeFileSync(join(folder, 'renderer-of-others', 'x.json'), '"secret"');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const pages = () => join(folder, 'renderer');

describe('app://studio', () => {
  it('serves the page and its parts with their types and the policy', async () => {
    const page = await servePage(pages(), '/');
    expect(page.status).toBe(200);
    expect(await page.text()).toBe('<p>hello</p>');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe-eval');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await servePage(pages(), '/assets/a.js')).headers.get('content-type')).toContain('text/javascript');
    expect((await servePage(pages(), '/missing.js')).status).toBe(404);
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/%2e%2e%2fsecret.json',
    '/assets/../../secret.json',
    '/..\\secret.json',
    '/%5c..%5csecret.json',
    '/../renderer-of-others/x.json',
    '/index.html%00.json',
    '/%zz',
    '//etc/passwd',
  ])('never leaves its folder: %s', async (path) => {
    const file = pageFile(pages(), path);
    expect(file === null || file.path.startsWith(pages())).toBe(true);
    expect((await servePage(pages(), path)).status).toBe(404);
  });
});

describe('app://project', () => {
  const source = {
    frame: async (id: number) => (id === 1 ? { bytes: new Uint8Array([1, 2, 3]), name: '/data/a.PNG' } : null),
    thumbnail: async (id: number) => {
      if (id === 9) throw new Error('/data/b.png is gone.');
      return id === 1 ? new Uint8Array([4]) : null;
    },
  };
  it('answers with the picture, readable by our pages only', async () => {
    const answer = await servePicture(source, '/frame/1', null);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('access-control-allow-origin')).toBe('app://studio');
    expect((await servePicture(source, '/thumbnail/1', 'http://localhost:5173')).headers.get('access-control-allow-origin')).toBe(
      'http://localhost:5173',
    );
  });
  it('answers a missing file with a sentence', async () => {
    const answer = await servePicture(source, '/thumbnail/9', null);
    expect([answer.status, await answer.text()]).toEqual([410, '/data/b.png is gone.']);
  });
  it.each([
    '/frame/2',
    '/frame/',
    '/frame/0',
    '/frame/-1',
    '/frame/1/..',
    '/frame/1e3',
    '/frame/99999999999999999999',
    '/other/1',
    '/frame/%31',
    '/',
  ])('knows nothing of %s', async (path) => expect((await servePicture(source, path, null)).status).toBe(404));
});

describe('addresses', () => {
  it('are ours on app://studio, and on the dev server in development only', () => {
    expect(isOurPage('app://studio/index.html', null)).toBe(true);
    expect(isOurPage('app://project/frame/1', null)).toBe(false);
    expect(isOurPage('app://studio.example.com/', null)).toBe(false);
    expect(isOurPage('http://localhost:5173/', null)).toBe(false);
    expect(isOurPage('http://localhost:5173/', 'http://localhost:5173')).toBe(true);
    expect(isOurPage('http://localhost:5174/', 'http://localhost:5173')).toBe(false);
    expect(isOurPage('file:///etc/passwd', 'http://localhost:5173')).toBe(false);
  });
  it('of a dev server count on this machine alone', () => {
    expect(devOrigin({ ELECTRON_RENDERER_URL: 'http://localhost:5173/x' })).toBe('http://localhost:5173');
    expect(devOrigin({ ELECTRON_RENDERER_URL: 'http://example.com:5173' })).toBeNull();
    expect(devOrigin({ ELECTRON_RENDERER_URL: 'nonsense' })).toBeNull();
    expect(devOrigin({})).toBeNull();
  });
  it('get a policy in development that still names no other machine', () => {
    expect(developmentPolicy('http://localhost:5173')).toContain("connect-src 'self' app: ws://localhost:5173");
  });
});
