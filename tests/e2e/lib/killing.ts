// A painting session in the real window that is killed at any moment, and what must be true of the project afterwards.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import sharp from 'sharp';
import { expect } from 'vitest';
import { OTHER, ROAD } from '../../../src/shared/domain';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import type { Random } from '../../../src/shared/random';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { readStep, type UndoStep } from '../../../src/renderer/canvas/undoTiles';
import { bigProject } from './bigProject';
import { difference, inDatabase, integrity, versionsOf, type StoredVersion } from './database';
import { fitted, shownFrame, stroke } from './person';
import { type Home, type Opened, until } from './studio';

const SIZE = { width: 640, height: 256 };
/** Strokes lie side by side in cells, so that each can be told from the others. The masks of the project are empty up here. */
const CELL = 32;
const ACROSS = SIZE.width / CELL;
const CELLS = ACROSS * 5;
export const FRAMES = 4;

export async function projectToKill(home: Home): Promise<string> {
  const picture = home.at('pictures', 'grey.png');
  mkdirSync(home.at('pictures'));
  await sharp({ create: { ...SIZE, channels: 3, background: '#567' } })
    .png()
    .toFile(picture);
  return bigProject(home.at('killed.roadbrush'), FRAMES, [{ path: picture, ...SIZE }], { bareEvery: 0, name: (i) => `frame_${i}` });
}

export interface Killed {
  /** Strokes and undos that the hand made. */
  readonly made: number;
  /** Those that the window had said 'saved' of. */
  readonly acknowledged: number;
  /** Those that are in the database. */
  readonly stored: number;
  readonly tree: boolean;
}

/** The cell of the nth stroke that is still done, and what it paints there. */
const cellOf = (n: number): { x: number; y: number; value: number } => {
  const cell = n % CELLS;
  return { x: (cell % ACROSS) * CELL, y: Math.floor(cell / ACROSS) * CELL, value: Math.floor(n / CELLS) % 2 ? OTHER : ROAD };
};

/** One launch, painting until the kill, and everything looked at afterwards. */
export async function killRound(home: Home, folder: string, round: number, random: Random): Promise<Killed> {
  const frame = `frame_${round % FRAMES}`;
  const before = versionsOf(folder, frame);
  const begun = stepsOf(folder, frame).filter((step) => !step.undone).length;
  const tree = random.uniform() < 0.4;
  const studio = await home.open([folder]);
  const { made, acknowledged } = await paintUntilKilled(studio, frame, round % FRAMES, begun, 100 + random.uniform() * 2400, tree, random);

  expect(integrity(folder)).toBe('ok');
  const after = versionsOf(folder, frame);
  const fresh = after.slice(before.length);
  expect(after.slice(0, before.length).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(fresh.length, 'acknowledged and not there').toBeGreaterThanOrEqual(acknowledged);
  expect(fresh.length).toBeLessThanOrEqual(made.length);
  let done = begun;
  fresh.forEach((version, i) => {
    if (made[i] === 'undo') done--;
    holdToCell(after[before.length + i - 1]!, version, done);
    if (made[i] === 'stroke') done++;
  });
  holdStepsToMask(folder, frame, after, done);
  return { made: made.length, acknowledged, stored: fresh.length, tree };
}

/** The version changed pixels of this cell, and of no other. */
function holdToCell(last: StoredVersion, version: StoredVersion, n: number): void {
  const cell = cellOf(n);
  const changed = difference(last.map, version.map);
  expect(changed.count).toBeGreaterThan(20);
  const inside = changed.left >= cell.x && changed.right < cell.x + CELL && changed.top >= cell.y && changed.bottom < cell.y + CELL;
  expect(inside, `version ${version.id} changes ${JSON.stringify(changed)} instead of ${JSON.stringify(cell)}`).toBe(true);
}

const stepsOf = (folder: string, frame: string): UndoStep[] =>
  inDatabase(folder, (db) =>
    (
      db
        .prepare(
          `SELECT position, label, deltas, undone, created_at AS at FROM undo_step WHERE frame = (SELECT id FROM frame WHERE name = ?) ORDER BY position`,
        )
        .all(frame) as { position: number; label: string; deltas: Uint8Array<ArrayBuffer>; undone: number; at: number }[]
    ).map((row) => readStep({ ...row, undone: row.undone === 1 })),
  );

/** The stored steps belong to the newest version: all undone they give the first mask, done again the newest. */
function holdStepsToMask(folder: string, frame: string, versions: readonly StoredVersion[], done: number): void {
  const steps = stepsOf(folder, frame);
  const newest = versions.at(-1)!;
  const state = inDatabase(folder, (db) =>
    db.prepare('SELECT version FROM undo_state WHERE frame = (SELECT id FROM frame WHERE name = ?)').get(frame),
  ) as { version: number } | undefined;
  // The project's own first versions have no steps.
  const first = versions.filter((version) => !['stroke', 'undo'].includes(version.note) || version.changed === 0).at(-1)!;
  if (newest === first) return expect(steps).toEqual([]);
  expect(state?.version).toBe(newest.id);
  const document = new MaskDocument({ ...newest.map, data: newest.map.data.slice() });
  document.restore(steps);
  expect(document.undoStack).toHaveLength(done);
  document.goTo(0);
  expect(difference(document as LabelMap, first.map).count).toBe(0);
  document.goTo(done);
  expect(difference(document as LabelMap, newest.map).count).toBe(0);
}

async function paintUntilKilled(
  studio: Opened,
  frame: string,
  index: number,
  begun: number,
  life: number,
  tree: boolean,
  random: Random,
): Promise<{ made: ('stroke' | 'undo')[]; acknowledged: number }> {
  const { page } = studio;
  let acknowledged = 0;
  page.on('console', (message) => {
    const [, n] = /^acknowledged (\d+)$/.exec(message.text()) ?? [];
    if (n) acknowledged = Number(n);
  });
  await page.getByTestId('hud').waitFor({ timeout: 60_000 });
  const { at } = await fitted(page, SIZE);
  for (let i = 0; i < index; i++) await page.keyboard.press('d');
  await until(`${frame} is shown`, async () => (await shownFrame(page)) === frame);
  await page.keyboard.press('b');
  await page.evaluate(watchAcknowledgements);
  await setBrush(studio);

  const made: ('stroke' | 'undo')[] = [];
  let dead = false;
  let done = begun;
  let strokes = 0;
  const timer = setTimeout(() => {
    dead = true;
    void (tree ? killTree(studio.pid()) : studio.kill());
  }, life);
  try {
    while (!dead) {
      // Only what is certain to have a step to go back to: the first save waits for the steps of earlier lives.
      if (acknowledged > 0 && strokes > 0 && random.uniform() < 0.2) {
        made.push('undo');
        done--;
        strokes--;
        await page.keyboard.press('Control+z');
        continue;
      }
      const cell = cellOf(done);
      made.push('stroke');
      await page.keyboard.press(cell.value === ROAD ? '1' : '2');
      await stroke(page, at({ x: cell.x + 12, y: cell.y + 16 }), at({ x: cell.x + 20, y: cell.y + 16 }));
      done++;
      strokes++;
    }
  } catch (error) {
    if (!dead) throw error;
  }
  clearTimeout(timer);
  await until('the program has ended', () => ended(studio.pid()), 30);
  return { made, acknowledged };
}

/** In the page: counts what the hand did, and says how much of it the window calls saved. */
function watchAcknowledgements(): void {
  let made = 0;
  window.addEventListener('pointerup', () => made++, { capture: true });
  window.addEventListener('keydown', (event) => event.ctrlKey && event.key === 'z' && made++, { capture: true });
  const line = document.querySelector('[data-testid=save-state]')!;
  new MutationObserver(() => {
    if (line.getAttribute('data-save') === 'saved') console.debug(`acknowledged ${made}`);
  }).observe(line, { attributeFilter: ['data-save'] });
}

/** Eight pixels, whatever it was. */
async function setBrush({ page }: Opened): Promise<void> {
  for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+BracketLeft');
  for (let i = 0; i < 7; i++) await page.keyboard.press(']');
}

/** Main and all that it started. */
function killTree(pid: number): void {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const all = [pid];
  for (const parent of all) all.push(...pairs.filter(([, of]) => of === parent).map(([child]) => child));
  for (const one of all) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It ended by itself just now.
    }
  }
}

function ended(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
