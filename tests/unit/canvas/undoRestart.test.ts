// Undo survives: strokes through the real document, session, verbs and database, with restarts, lost answers and other people's versions in between.
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD, type FrameId, type FrameSummary } from '../../../src/shared/domain';
import { paintSegment } from '../../../src/shared/mask/brush';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import { decodeRle, encodeRle } from '../../../src/shared/mask/rle';
import { fail, unwrap } from '../../../src/shared/result';
import { addFrame } from '../../../src/main/project/frames';
import { appendVersion } from '../../../src/main/project/masks';
import { loadMask, maskHistory, maskVersion, openProject, saveMask, undoSteps } from '../../../src/main/studio';
import type { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { MaskSession } from '../../../src/renderer/state/maskSession';
import { newProject, WRITE, writable } from '../project/helpers';

const WIDTH = 150;
const HEIGHT = 90;

function firstMask(): LabelMap {
  const map = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT) };
  for (let i = 0; i < 8; i++) paintSegment(map, { x: i * 20, y: 70 }, { x: 75, y: 10 + i * 9 }, 6, i % 3 ? ROAD : IGNORE);
  return map;
}

type Weather = 'fine' | 'refuse' | 'forget';
let serial = 0;
/** One for all tests, reopened at every restart: each life has frames of its own. */
let project = newProject();
afterAll(() => project.close());

/** A program on a project: a window's session over the real verbs. `restart` ends it, by its end or by a kill, and begins the next. */
class Life {
  readonly frame: FrameId;
  readonly other: FrameId;
  weather: Weather[] = [];
  acknowledged = 0;
  private timers: (() => void)[] = [];
  session = this.begin();

  constructor() {
    const db = writable(project);
    const add = (name: string): FrameId =>
      addFrame(db, { name: `${name}${++serial}`, place: 'inside', path: name, width: WIDTH, height: HEIGHT, sha256: `undo-${serial}` });
    [this.frame, this.other] = [add('a'), add('b')];
    const rle = encodeRle(firstMask());
    appendVersion(db, { frame: this.frame, parent: null, author: 'import', note: 'imported', rle, changed: 1, key: null });
  }

  private begin(): MaskSession {
    return new MaskSession(
      {
        load: async ({ frame }) => loadMask(project, frame),
        undoSteps: async ({ frame, after }) => undoSteps(project, frame, after),
        version: async ({ version }) => maskVersion(project, version),
        save: async (input) => {
          const weather = this.weather.shift() ?? 'fine';
          if (weather === 'refuse') return fail('busy', 'The disk is busy.');
          const saved = saveMask(project, input as never);
          if (weather === 'forget') return fail('no-answer', 'Nothing came back.');
          if (saved.ok) this.acknowledged = Math.max(this.acknowledged, saved.value.version);
          return saved;
        },
        encode: (document) => encodeRle(document),
        after: (_ms, go) => void this.timers.push(go),
        key: () => `restart-${String(++serial).padStart(8, '0')}`,
        changed: () => undefined,
      },
      // Room for about one frame: another one sends it out of memory.
      WIDTH * HEIGHT * 1.5,
    );
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      for (let i = 0; i < 20; i++) await Promise.resolve();
      for (const go of this.timers.splice(0)) go();
    }
  }

  async open(frame = this.frame): Promise<MaskDocument> {
    const document = unwrap(await this.session.open(frame, WIDTH, HEIGHT));
    this.session.hold(frame);
    return document;
  }

  /** All is saved first, or what is not acknowledged is lost with the program. */
  async restart(killed = false): Promise<void> {
    if (!killed) await this.settle();
    this.session.reset();
    this.timers = [];
    this.weather = [];
    project.close();
    project = unwrap(openProject(project.folder, WRITE));
    this.session = this.begin();
  }

  /** Somebody else's version, which knows nothing of undo steps. */
  async theirs(x: number): Promise<void> {
    const now = unwrap(loadMask(project, this.frame));
    const map = decodeRle(now.rle!);
    paintSegment(map, { x, y: 20 }, { x: x + 30, y: 60 }, 9, IGNORE);
    const rle = encodeRle(map);
    const edit = {
      frame: this.frame,
      base: now.version,
      rle,
      author: 'model' as const,
      note: 'unet 3',
      key: `theirs-${++serial}-of-a-test`,
    };
    const { version } = unwrap(saveMask(project, edit));
    this.session.heard({ id: this.frame, mask: version } as unknown as FrameSummary);
  }

  stored(): Uint8Array {
    return decodeRle(unwrap(loadMask(project, this.frame)).rle!).data;
  }
}

/** Pixels in which two maps differ: a whole map in a failure's words takes minutes to print. */
const apart = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, label, i) => sum + Number(label !== b[i]), Math.abs(a.length - b.length));

interface Act {
  readonly does: 'stroke' | 'undo' | 'redo' | 'goTo' | 'restart' | 'elsewhere' | 'settle' | 'theirs';
  readonly x: number;
  readonly y: number;
  readonly value: number;
}
const act = (...does: Act['does'][]): fc.Arbitrary<Act> =>
  fc.record({
    does: fc.constantFrom(...does),
    x: fc.integer({ min: 0, max: WIDTH }),
    y: fc.integer({ min: 0, max: HEIGHT }),
    value: fc.constantFrom(ROAD, OTHER, IGNORE),
  });

function paint(document: MaskDocument, { x, y, value }: Act): boolean {
  document.begin();
  document.paint(value, (map, onSpan) => paintSegment(map, { x, y }, { x: WIDTH - x, y: y / 2 }, 7, value, onSpan));
  return document.commit('stroke');
}

/** As the window does it: what is asked for before the stored steps are there waits for them. */
async function turn(document: MaskDocument, goTo: (done: number, all: number) => number): Promise<void> {
  await document.fetchHistory?.();
  document.goTo(goTo(document.undoStack.length, document.steps.length));
}

async function perform(life: Life, one: Act): Promise<void> {
  const document = await life.open();
  if (one.does === 'stroke') paint(document, one);
  if (one.does === 'undo') await turn(document, (done) => done - 1);
  if (one.does === 'redo') await turn(document, (done) => done + 1);
  if (one.does === 'goTo') await turn(document, (_done, all) => one.x % (all + 1));
  if (one.does === 'restart') await life.restart();
  if (one.does === 'settle') await life.settle();
  if (one.does === 'theirs') await life.theirs(one.x);
  if (one.does === 'elsewhere') {
    await life.settle();
    await life.open(life.other);
    await life.settle();
  }
}

/** Stored steps are undone, and a stroke takes the place of some of them: the others must go too. */
const DROPPING: Act[] = (['stroke', 'stroke', 'stroke', 'settle', 'goTo', 'settle', 'stroke', 'restart'] as const).map((does, i) => ({
  ...{ does, x: does === 'goTo' ? 4 : 20 + 15 * i, y: 10 * i, value: IGNORE },
}));

describe('undo across restarts', () => {
  it('any strokes, undone and done again at will, then all undone give the first mask, and all redone the last: to the pixel, after restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act('stroke', 'stroke', 'stroke', 'undo', 'redo', 'goTo', 'restart', 'elsewhere', 'settle'), {
          minLength: 4,
          maxLength: 16,
        }),
        async (acts) => {
          const life = new Life();
          const first = firstMask().data;
          // The model: every state that undo and redo can still reach, and which one is now.
          let states = [first];
          let at = 0;
          for (const one of acts) {
            const before = (await life.open()).data.slice();
            expect(apart(before, states[at]!)).toBe(0);
            await perform(life, one);
            if (one.does === 'stroke') {
              const now = (await life.open()).data.slice();
              if (now.some((label, i) => label !== before[i])) states = [...states.slice(0, ++at), now];
            }
            if (one.does === 'undo') at = Math.max(0, at - 1);
            if (one.does === 'redo') at = Math.min(states.length - 1, at + 1);
            if (one.does === 'goTo') at = one.x % states.length;
          }
          await life.restart();
          const document = await life.open();
          await document.fetchHistory?.();
          expect(document.undoStack).toHaveLength(at);
          document.goTo(0);
          expect(apart(document.data, first)).toBe(0);
          await life.restart();
          expect(apart(life.stored(), first)).toBe(0);
          const again = await life.open();
          await again.fetchHistory?.();
          for (let i = 1; i < states.length; i++) {
            expect(again.redo()).toBe(true);
            expect(apart(again.data, states[i]!)).toBe(0);
          }
          expect(again.redo()).toBe(false);
          await life.settle();
          expect(apart(life.stored(), states.at(-1)!)).toBe(0);
        },
      ),
      { examples: [[DROPPING]], numRuns: Number(process.env['ROADBRUSH_PROPERTY_RUNS'] ?? 8), endOnFailure: true },
    );
  });

  it('a kill in the middle of saves that fail or whose answers are lost never parts a mask from its undo steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act('stroke', 'stroke', 'undo', 'redo', 'goTo', 'settle'), { minLength: 3, maxLength: 10 }),
        fc.array(fc.constantFrom<Weather>('fine', 'refuse', 'forget'), { maxLength: 12 }),
        async (acts, weather) => {
          const life = new Life();
          life.weather = [...weather];
          for (const one of acts) await perform(life, one);
          const { acknowledged } = life;
          await life.restart(true);
          expect(unwrap(maskHistory(project, life.frame))[0]!.id).toBeGreaterThanOrEqual(acknowledged);
          const document = await life.open();
          const last = document.data.slice();
          await document.fetchHistory?.();
          const { length } = document.undoStack;
          document.goTo(0);
          expect(apart(document.data, firstMask().data)).toBe(0);
          document.goTo(length);
          expect(apart(document.data, last)).toBe(0);
        },
      ),
      { numRuns: Number(process.env['ROADBRUSH_PROPERTY_RUNS'] ?? 8), endOnFailure: true },
    );
  });

  it("somebody else's version in between leaves the stored steps as it leaves those in memory, whether or not anything was saved since", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act('stroke', 'stroke', 'undo', 'theirs', 'settle', 'restart'), { minLength: 3, maxLength: 10 }),
        async (acts) => {
          const life = new Life();
          for (const one of acts) await perform(life, one);
          await life.settle();
          const document = await life.open();
          await document.fetchHistory?.();
          const walk = (on: MaskDocument): Uint8Array[] =>
            Array.from({ length: on.steps.length + 1 }, (_, i) => {
              on.goTo(i);
              return on.data.slice();
            });
          const done = document.undoStack.length;
          await life.settle();
          // The same steps, from the database as it is now.
          await life.restart();
          const again = await life.open();
          await again.fetchHistory?.();
          expect(again.undoStack).toHaveLength(done);
          expect(apart(again.data, document.data)).toBe(0);
          const [stored, kept] = [walk(again), walk(document)];
          expect(stored.map((map, i) => apart(map, kept[i]!))).toEqual(kept.map(() => 0));
        },
      ),
      { numRuns: Number(process.env['ROADBRUSH_PROPERTY_RUNS'] ?? 8), endOnFailure: true },
    );
  });
});
