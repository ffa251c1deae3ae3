// A program that is killed in the middle of saving loses nothing that it acknowledged.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { encodeRle } from '../../../src/shared/mask/rle';
import { unwrap } from '../../../src/shared/result';
import { openProject } from '../../../src/main/studio';
import { all } from '../../../src/main/project/database';
import { bundle, NODE_PATH } from './bundle';
import { WRITE, addFrames, newProject, writable } from './helpers';

const ROUNDS = 10;

it('every acknowledged save is there after SIGKILL at any moment, and the database is sound', async () => {
  const program = await bundle(join(__dirname, 'saver.ts'));
  const project = newProject();
  addFrames(writable(project), ['a', 'b', 'c'], null);
  project.close();
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // The unfinished line of a round that was killed while it wrote is no acknowledgement; its number is skipped.
    acknowledged.push(...(await saveUntilKilled(program, project.folder, (round + 1) * 100_000, 40 + Math.random() * 120)));
    const raw = new Database(join(project.folder, 'project.db'), { readonly: true });
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    raw.close();
  }
  console.info(`${acknowledged.length} saves were acknowledged in ${ROUNDS} killed sessions`);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * 3);

  const opened = unwrap(openProject(project.folder, WRITE));
  const rows = all<{ id: number; note: string; rle: Uint8Array }>(opened.db, 'SELECT id, note, rle FROM mask_version');
  const saved = new Map(rows.map((row) => [row.id, row]));
  for (const line of acknowledged) {
    const [n, version] = line.split(' ').map(Number);
    const row = saved.get(version!);
    expect(row?.note).toBe(`stroke ${n}`);
    const data = new Uint8Array(200).map((_, i) => ((i * (n! + 1)) % 97 === 0 ? 7 : 0));
    expect(Buffer.from(row!.rle).equals(encodeRle({ width: 20, height: 10, data }))).toBe(true);
  }
  // Nothing beyond what was acknowledged but, at most, the one save of each round that was on its way.
  expect(rows.length - acknowledged.length).toBeLessThanOrEqual(ROUNDS);
  opened.close();
});

/** Kills the saver `ms` after its first acknowledgement; answers the whole lines it wrote. */
function saveUntilKilled(program: string, folder: string, from: number, ms: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder, String(from)], {
      env: { ...process.env, NODE_PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      if (text === '') setTimeout(() => child.kill('SIGKILL'), ms);
      text += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => (code === null ? resolve(text.split('\n').slice(0, -1)) : reject(new Error(errors))));
  });
}
