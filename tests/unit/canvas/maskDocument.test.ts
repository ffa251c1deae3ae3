// The mask document: strokes are steps, undo and redo are exact, memory is bounded, newer versions slip in underneath.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { emptyLabelMap, type LabelMap } from '../../../src/shared/mask/labelMap';
import { paintSegment } from '../../../src/shared/mask/brush';
import { masks, StoredStep } from '../../../src/shared/contract/masks';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { storedStep } from '../../../src/renderer/canvas/undoTiles';
import { packTile, unpackTile } from '../../../src/shared/mask/tiles';

const WIDTH = 150;
const HEIGHT = 90;

/** Noise in blobs: every tile has several labels. */
function someMap(seed: number): LabelMap {
  const map = emptyLabelMap(WIDTH, HEIGHT);
  for (let i = 0; i < 12; i++) {
    const at = { x: (seed * 37 + i * 53) % WIDTH, y: (seed * 17 + i * 29) % HEIGHT };
    paintSegment(map, at, at, 3 + ((seed + i) % 20), [ROAD, IGNORE, OTHER][(seed + i) % 3]!);
  }
  return map;
}

interface Stroke {
  readonly points: readonly { x: number; y: number }[];
  readonly radius: number;
  readonly value: number;
}

const point = fc.record({
  x: fc.double({ min: -30, max: WIDTH + 30, noNaN: true }),
  y: fc.double({ min: -30, max: HEIGHT + 30, noNaN: true }),
});
const stroke: fc.Arbitrary<Stroke> = fc.record({
  points: fc.array(point, { minLength: 1, maxLength: 4 }),
  radius: fc.double({ min: 0.5, max: 40, noNaN: true }),
  value: fc.constantFrom(ROAD, OTHER, IGNORE),
});

function paint(document: MaskDocument, { points, radius, value }: Stroke): boolean {
  document.begin();
  points.forEach((at, i) => document.paint(value, (map, onSpan) => paintSegment(map, points[i - 1] ?? at, at, radius, value, onSpan)));
  return document.commit('stroke');
}

describe('mask document', () => {
  it('any strokes, all undone, give the first mask to the pixel, and all redone the last', () => {
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 1, maxLength: 12 }), fc.nat(1000), (strokes, seed) => {
        const first = someMap(seed);
        const document = new MaskDocument({ ...first, data: first.data.slice() });
        const steps = strokes.filter((one) => paint(document, one)).length;
        const last = document.data.slice();
        expect(document.undoStack).toHaveLength(steps);
        for (let i = 0; i < steps; i++) expect(document.undo()).toBe(true);
        expect(document.undo()).toBe(false);
        expect(document.data).toEqual(first.data);
        for (let i = 0; i < steps; i++) expect(document.redo()).toBe(true);
        expect(document.redo()).toBe(false);
        expect(document.data).toEqual(last);
      }),
      { numRuns: 60 },
    );
  });

  it('every step back on the way is exactly what was there', () => {
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 2, maxLength: 6 }), (strokes) => {
        const document = new MaskDocument(someMap(3));
        const states = [document.data.slice()];
        for (const one of strokes) if (paint(document, one)) states.push(document.data.slice());
        for (let i = states.length - 2; i >= 0; i--) {
          document.undo();
          expect(document.data).toEqual(states[i]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('paints the same pixels as the brush alone, whatever tiles it keeps', () => {
    fc.assert(
      fc.property(stroke, (one) => {
        const plain = someMap(5);
        const document = new MaskDocument(someMap(5));
        paint(document, one);
        one.points.forEach((at, i) => paintSegment(plain, one.points[i - 1] ?? at, at, one.radius, one.value));
        expect(document.data).toEqual(plain.data);
      }),
    );
  });

  it('tells the observer of each changed pixel once per change, in strokes, undo, redo and cancel', () => {
    fc.assert(
      fc.property(
        fc.array(stroke, { minLength: 1, maxLength: 6 }),
        fc.array(fc.constantFrom('undo', 'redo', 'cancel'), { maxLength: 8 }),
        (strokes, turns) => {
          const document = new MaskDocument(someMap(7));
          const mirror = document.data.slice();
          let wrong = 0;
          document.observer = (index, before, after) => {
            if (mirror[index] !== before || after === before) wrong++;
            mirror[index] = after;
          };
          for (const one of strokes) paint(document, one);
          expect(mirror).toEqual(document.data);
          for (const turn of turns) {
            if (turn === 'undo') document.undo();
            else if (turn === 'redo') document.redo();
            else {
              document.begin();
              document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 70, y: 40 }, { x: 90, y: 50 }, 25, ROAD, onSpan));
              document.cancel();
            }
            expect(mirror).toEqual(document.data);
          }
          expect(wrong).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a stroke that changes nothing is no step and nothing to save', () => {
    const document = new MaskDocument(emptyLabelMap(WIDTH, HEIGHT));
    const committed: string[] = [];
    document.listen({ committed: (note) => committed.push(note) });
    expect(paint(document, { points: [{ x: 50, y: 50 }], radius: 10, value: OTHER })).toBe(false);
    document.begin();
    const at = { x: 50, y: 50 };
    document.paint(ROAD, (map, onSpan) => paintSegment(map, at, at, 10, ROAD, onSpan));
    document.paint(OTHER, (map, onSpan) => paintSegment(map, at, at, 12, OTHER, onSpan));
    expect(document.commit('stroke')).toBe(false);
    expect(document.undoStack).toHaveLength(0);
    expect(committed).toEqual([]);
  });

  it('cuts a note that no save would be taken with', () => {
    const document = new MaskDocument({ width: 20, height: 10, data: new Uint8Array(200) });
    const notes: string[] = [];
    document.listen({ committed: (note) => notes.push(note) });
    const map = { width: 20, height: 10, data: new Uint8Array(200).fill(ROAD) };
    document.replace(map, `copied from ${'a very long name '.repeat(15)}, moved by (1, 2)`);
    const [step] = document.undoStack;
    for (const note of [step!.note, notes[0]!]) expect(note).toMatch(/^copied from .*…$/);
    expect(masks.save.in.shape.note.safeParse(notes[0]).success).toBe(true);
    expect(StoredStep.safeParse(storedStep(step!)).success).toBe(true);
  });

  it('a new stroke after undo forgets what was undone', () => {
    const document = new MaskDocument(emptyLabelMap(WIDTH, HEIGHT));
    paint(document, { points: [{ x: 20, y: 20 }], radius: 5, value: ROAD });
    document.undo();
    paint(document, { points: [{ x: 80, y: 20 }], radius: 5, value: ROAD });
    expect(document.redo()).toBe(false);
    document.undo();
    expect(document.data.every((label) => label === OTHER)).toBe(true);
  });

  it('undo in mid-stroke ends the stroke first and takes it back', () => {
    const document = new MaskDocument(emptyLabelMap(WIDTH, HEIGHT));
    document.begin();
    document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 20, y: 20 }, { x: 60, y: 20 }, 8, ROAD, onSpan));
    document.undo();
    expect(document.data.every((label) => label === OTHER)).toBe(true);
    expect(document.stroking).toBe(false);
    expect(document.redoStack).toHaveLength(1);
  });

  it('keeps its history within the bytes it was given, dropping the oldest steps first', () => {
    const cap = 40_000;
    const document = new MaskDocument(emptyLabelMap(600, 400), cap);
    for (let i = 0; i < 500; i++) {
      const from = { x: (i * 97) % 600, y: (i * 61) % 400 };
      const to = { x: (i * 31) % 600, y: (i * 83) % 400 };
      document.begin();
      document.paint(i % 2 ? ROAD : OTHER, (map, onSpan) => paintSegment(map, from, to, 20, i % 2 ? ROAD : OTHER, onSpan));
      document.commit('stroke');
      expect(document.bytes - 600 * 400).toBeLessThanOrEqual(cap);
    }
    expect(document.undoStack.length).toBeGreaterThan(3);
    // What is left undoes without harm.
    const real = document.undoStack.reduce((sum, step) => sum + step.bytes, 0);
    expect(document.bytes - 600 * 400).toBe(real);
    while (document.undo());
    while (document.redo());
    expect(document.bytes - 600 * 400).toBe(document.undoStack.reduce((sum, step) => sum + step.bytes, 0));
  });

  it('puts a whole map in place as one step', () => {
    const document = new MaskDocument(someMap(1));
    const before = document.data.slice();
    const other = someMap(2);
    expect(document.replace(other, 'copied')).toBe(true);
    expect(document.data).toEqual(other.data);
    expect(document.replace(other, 'copied')).toBe(false);
    document.undo();
    expect(document.data).toEqual(before);
  });

  it('takes a newer version over under our strokes: theirs where we did nothing, ours where we painted, also after undo and redo', () => {
    fc.assert(
      fc.property(
        fc.array(stroke, { minLength: 1, maxLength: 5 }),
        fc.array(stroke, { minLength: 1, maxLength: 4 }),
        (ours, theirStrokes) => {
          const base = someMap(9);
          const theirs = new MaskDocument(someMap(9));
          for (const one of theirStrokes) paint(theirs, one);
          const document = new MaskDocument(someMap(9));
          const mirror = document.data.slice();
          document.observer = (index, _before, after) => void (mirror[index] = after);
          for (const one of ours) paint(document, one);
          const mine = document.data.slice();
          const steps = document.undoStack.length;
          document.rebase(base.data, theirs.data);
          const merged = mine.map((label, i) => (label === base.data[i] ? theirs.data[i]! : label));
          expect(document.data).toEqual(merged);
          expect(mirror).toEqual(merged);
          for (let i = 0; i < steps; i++) document.undo();
          expect(document.data).toEqual(theirs.data);
          for (let i = 0; i < steps; i++) document.redo();
          expect(document.data).toEqual(merged);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a newer version in mid-stroke is taken over too, and the stroke still undoes as one step', () => {
    const document = new MaskDocument(emptyLabelMap(WIDTH, HEIGHT));
    const theirs = emptyLabelMap(WIDTH, HEIGHT);
    paintSegment(theirs, { x: 100, y: 50 }, { x: 100, y: 50 }, 20, ROAD);
    document.begin();
    document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 20, y: 50 }, { x: 20, y: 50 }, 10, ROAD, onSpan));
    document.rebase(null, theirs.data);
    document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 20, y: 50 }, { x: 100, y: 50 }, 10, ROAD, onSpan));
    document.commit('stroke');
    document.undo();
    expect(document.data).toEqual(theirs.data);
  });

  it('tells where pixels changed, and of no more; and that the brush was there where none did', () => {
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 1, maxLength: 4 }), fc.nat(1000), (strokes, seed) => {
        const document = new MaskDocument(someMap(seed));
        let before = document.data.slice();
        document.listen({
          painted: ({ x, y, width, height }) => {
            const [columns, rows] = [new Set<number>(), new Set<number>()];
            before.forEach((label, i) => {
              if (label === document.data[i]) return;
              columns.add(i % WIDTH);
              rows.add(Math.floor(i / WIDTH));
            });
            expect([Math.min(...columns), Math.max(...columns) + 1]).toEqual([x, x + width]);
            expect([Math.min(...rows), Math.max(...rows) + 1]).toEqual([y, y + height]);
            before = document.data.slice();
          },
        });
        for (const one of strokes) paint(document, one);
        expect(document.data).toEqual(before);
      }),
    );
    const document = new MaskDocument(emptyLabelMap(10, 10));
    let reached = 0;
    document.listen({ reached: () => reached++, painted: () => expect.unreachable() });
    paint(document, { points: [{ x: 5, y: 5 }], radius: 2, value: OTHER });
    expect(reached).toBe(1);
  });

  it('refuses to be painted outside a stroke', () => {
    const document = new MaskDocument(emptyLabelMap(10, 10));
    expect(() => document.paint(ROAD, () => null)).toThrow('within a stroke');
  });
});

describe('undo tiles', () => {
  it('pack and unpack without loss, and never take much more than the labels', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ minLength: 1, maxLength: 4096 }),
          fc.array(fc.tuple(fc.constantFrom(0, 7, 255), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 8 }).map((runs) => {
            const labels = runs.flatMap(([label, length]) => new Array<number>(length).fill(label));
            return Uint8Array.from(labels.slice(0, 4096));
          }),
        ),
        (labels) => {
          const packed = packTile(labels);
          expect(unpackTile(packed, labels.length)).toEqual(labels);
          expect(packed.length).toBeLessThanOrEqual(labels.length + 1);
        },
      ),
    );
  });

  it('a tile with an edge through it takes a few hundred bytes', () => {
    const labels = new Uint8Array(4096);
    for (let y = 0; y < 64; y++) labels.fill(ROAD, y * 64 + 10 + (y >> 1), y * 64 + 64);
    expect(packTile(labels).length).toBeLessThan(300);
  });
});
