// What we write, read by the formats' own readers: pycocotools, datumaro, labelme, supervision, and Ultralytics' way of filling polygons.
// They run when ROADBRUSH_FORMATS_PYTHON names a Python that has them. Everywhere, the texts must be those that these readers accepted (accepted.json);
// after a wanted change of a text, ROADBRUSH_FORMATS_ACCEPT=1 writes down the new ones, once all readers agree.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { writeSets, writtenTexts } from './writtenSets';

const ACCEPTED = join(__dirname, 'accepted.json');
const python = process.env['ROADBRUSH_FORMATS_PYTHON'];
if (!python)
  console.warn(
    'SKIPPED: the own readers of COCO, CVAT, labelme and YOLO; set ROADBRUSH_FORMATS_PYTHON to a Python with them (docs/formats.md).',
  );

const hashes = (): Record<string, string> =>
  Object.fromEntries([...writtenTexts()].map(([path, text]) => [path, createHash('sha256').update(text).digest('hex').slice(0, 16)]));

test.skipIf(!python)('their own readers find every pixel of what we write', () => {
  const root = mkdtempSync(join(tmpdir(), 'roadbrush-own-readers-'));
  try {
    writeSets(root);
    const output = execFileSync(python!, [join(__dirname, 'own_readers.py'), root], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const wrong = JSON.parse(output) as Record<string, number | string>;
    expect(Object.keys(wrong)).toHaveLength(12);
    expect(wrong).toEqual(Object.fromEntries(Object.keys(wrong).map((reader) => [reader, 0])));
    if (process.env['ROADBRUSH_FORMATS_ACCEPT'] === '1') writeFileSync(ACCEPTED, `${JSON.stringify(hashes(), null, 2)}\n`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

it('what we write is still what their own readers accepted', () => {
  expect(hashes()).toEqual(JSON.parse(readFileSync(ACCEPTED, 'utf8')));
});
