// Outlines, rulers and playing: what is shown is what there is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochRecord, FrameId, FrameSummary } from '../../../src/shared/domain';
import type { RunDetail } from '../../../src/shared/contract/runs';
import { edgesByNumber, edgesOf, rangesOf } from '../../../src/renderer/canvas/outline';
import { Player } from '../../../src/renderer/canvas/player';
import { curveOf, epochAt, xOf } from '../../../src/renderer/scrubber/epochCurve';
import { epochNumber, keptEpochs, nearestKept } from '../../../src/renderer/scrubber/epochs';
import { TileGrid } from '../../../src/shared/mask/tiles';
import { columnsOf, heightOf, indexAt } from '../../../src/renderer/scrubber/frameTicks';
import { neighbours, stepFrom } from '../../../src/renderer/state/navigate';

describe('outline', () => {
  it('draws an edge exactly between each two neighbours of which one is inside, over all tiles together', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 600, maxLength: 600, max: 1 }), (values) => {
        const width = 30;
        const height = 20;
        const inside = new Uint8Array(256);
        inside[1] = 1;
        const drawn = new Set<string>();
        for (let y = 0; y < height; y += 7) {
          for (let x = 0; x < width; x += 11) {
            const box = { x, y, width: Math.min(11, width - x), height: Math.min(7, height - y) };
            const edges = edgesOf(box, width, { values, inside });
            for (let i = 0; i < edges.length; i += 4) {
              const [x0, y0, x1, y1] = edges.slice(i, i + 4) as [number, number, number, number];
              if (y0 === y1) for (let k = x0; k < x1; k++) drawn.add(`h${k},${y0}`);
              else for (let k = y0; k < y1; k++) drawn.add(`v${x0},${k}`);
            }
          }
        }
        const expected = new Set<string>();
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const i = y * width + x;
            if (y > 0 && values[i] !== values[i - width]) expected.add(`h${x},${y}`);
            if (x > 0 && values[i] !== values[i - 1]) expected.add(`v${x},${y}`);
          }
        }
        expect(drawn).toEqual(expected);
      }),
    );
  });
});

describe('outlines of several classes', () => {
  it('each edge between two classes is drawn once, as the one with the larger number, over all tiles together', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 600, maxLength: 600, max: 3 }), (values) => {
        const width = 30;
        const inside = Uint8Array.from({ length: 256 }, (_, value) => value);
        const drawn: string[] = [];
        for (let y = 0; y < 20; y += 7) {
          for (let x = 0; x < width; x += 11) {
            const box = { x, y, width: Math.min(11, width - x), height: Math.min(7, 20 - y) };
            edgesByNumber(box, width, { values, inside }).forEach((edges, number) => {
              for (let i = 0; edges && i < edges.length; i += 4) {
                const [x0, y0, x1, y1] = edges.slice(i, i + 4) as [number, number, number, number];
                if (y0 === y1) for (let k = x0; k < x1; k++) drawn.push(`h${k},${y0} ${number}`);
                else for (let k = y0; k < y1; k++) drawn.push(`v${x0},${k} ${number}`);
              }
            });
          }
        }
        const expected: string[] = [];
        values.forEach((value, i) => {
          const [x, y] = [i % width, Math.floor(i / width)];
          if (y > 0 && value !== values[i - width]) expected.push(`h${x},${y} ${Math.max(value, values[i - width]!)}`);
          if (x > 0 && value !== values[i - 1]) expected.push(`v${x},${y} ${Math.max(value, values[i - 1]!)}`);
        });
        expect(drawn.sort()).toEqual(expected.sort());
      }),
      { numRuns: 30 },
    );
  });
});

const frames = (count: number): FrameSummary[] =>
  Array.from(
    { length: count },
    (_, i) => ({ id: (i + 1) as FrameId, split: i >= count * 0.85 ? 'held-out' : 'train', mask: i % 2 ? 1 : null }) as FrameSummary,
  );

describe('outline of a threshold', () => {
  it('a tile that its range says is empty has no edge at that threshold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(149), fc.nat(99), fc.nat(255)), { maxLength: 12 }), fc.nat(255), (spots, cut) => {
        const grid = new TileGrid(150, 100);
        const values = new Uint8Array(150 * 100);
        for (const [x, y, value] of spots)
          for (let row = y; row < Math.min(100, y + 9); row++) values.fill(value, row * 150 + x, row * 150 + Math.min(150, x + 14));
        const inside = Uint8Array.from({ length: 256 }, (_, value) => (value > cut ? 1 : 0));
        const { low, high } = rangesOf(grid, values);
        for (let tile = 0; tile < grid.count; tile++) {
          const edges = edgesOf(grid.box(tile), 150, { values, inside });
          if (inside[low[tile]!] === inside[high[tile]!]) expect(edges).toEqual([]);
          else if (low[tile] !== high[tile]) expect(high[tile]).toBeGreaterThan(cut);
        }
      }),
    );
  });
});

describe('frame ruler', () => {
  it('10,000 frames become as many ticks as there is room, each frame in exactly one, the worst shown', () => {
    const all = frames(10_000);
    const seen: number[] = [];
    const columns = columnsOf(
      all,
      1200,
      (id) => {
        seen.push(id);
        return id === 777 ? 0.1 : 0.9;
      },
      () => true,
    );
    expect(columns).toHaveLength(600);
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(columns.filter(({ worst }) => worst === 0.1)).toHaveLength(1);
    expect(columns.filter(({ iou: mean }) => mean !== null && mean < 0.8999)).toHaveLength(1);
    expect(columns.at(-1)).toMatchObject({ split: 'held-out' });
  });

  it('the frame under the pointer is the one whose tick is drawn there, at the ends too', () => {
    const width = 1200;
    const columns = columnsOf(
      frames(200),
      width,
      () => undefined,
      () => true,
    );
    columns.forEach(({ x, width: w }, i) => expect(indexAt(x + w / 2, width, 200)).toBe(i));
    expect(indexAt(-50, width, 200)).toBe(0);
    expect(indexAt(5000, width, 200)).toBe(199);
    expect(indexAt(0, 0, 1)).toBe(0);
  });

  it('a better IoU is never a lower tick', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        expect(heightOf(Math.max(a, b))).toBeGreaterThanOrEqual(heightOf(Math.min(a, b)));
      }),
    );
  });

  it('steps stop at the ends; neighbours go on in the direction of travel', () => {
    const order = [1, 2, 3, 4, 5, 6].map((id) => id as FrameId);
    expect(stepFrom(order, 3 as FrameId, 10)).toBe(6);
    expect(stepFrom(order, 3 as FrameId, -10)).toBe(1);
    expect(stepFrom(order, 99 as FrameId, 1)).toBe(1);
    expect(stepFrom(order, 99 as FrameId, -1)).toBe(6);
    expect(stepFrom([], null, 1)).toBeNull();
    expect(neighbours(order, 3 as FrameId, 1)).toEqual([4, 5, 2, 6]);
    expect(neighbours(order, 1 as FrameId, -1)).toEqual([2]);
  });
});

const detail = (kept: number[], best: number, last: number): RunDetail =>
  ({
    run: {},
    epochs: [],
    checkpoints: kept.map((epoch) => ({ epoch, best: epoch === best, last: epoch === last, kept: true, bytes: 1 })),
  }) as unknown as RunDetail;

describe('epoch ruler', () => {
  it("knows which epochs are kept, and which 'best' and 'last' are", () => {
    const run = detail([20, 0, 5, 17], 17, 20);
    expect(keptEpochs(run)).toEqual([5, 17, 20]);
    expect(epochNumber(run, 'best')).toBe(17);
    expect(epochNumber(run, 'last')).toBe(20);
    expect(epochNumber(run, 5)).toBe(5);
    expect(epochNumber(undefined, 'best')).toBeNull();
    expect(nearestKept([5, 17, 20], 12)).toBe(17);
    expect(nearestKept([5, 17, 20], 11)).toBe(5);
    expect(nearestKept([], 11)).toBeNull();
  });

  it('an epoch lies where the pointer finds it', () => {
    for (const epochs of [1, 20, 100, 1000])
      for (const epoch of [1, Math.ceil(epochs / 3), epochs]) expect(epochAt(xOf(epoch, 900, epochs), 900, epochs)).toBe(epoch);
  });

  it('curves fill the height, leave unknown values out, and a flat one lies in the middle', () => {
    const record = (epoch: number, loss: number) => ({ epoch, loss }) as EpochRecord;
    expect(curveOf([record(1, 4), record(2, NaN), record(3, 2)], ({ loss }) => loss)).toEqual([
      { epoch: 1, y: 1 },
      { epoch: 3, y: 0 },
    ]);
    expect(curveOf([record(1, 4), record(2, 4)], ({ loss }) => loss).map(({ y }) => y)).toEqual([0.5, 0.5]);
    expect(curveOf([], ({ loss }) => loss)).toEqual([]);
  });
});

describe('playing', () => {
  function bench(frameCount: number) {
    let now = 0;
    let timers: { at: number; run: () => void }[] = [];
    const state = { frame: 0, settled: true, ended: 0, steps: [] as number[], rate: null as number | null };
    const player = new Player({
      settled: () => state.settled,
      step: () => {
        if (state.frame >= frameCount - 1) return false;
        state.frame++;
        state.steps.push(now);
        return true;
      },
      ended: () => state.ended++,
      rate: (rate) => (state.rate = rate),
      now: () => now,
      after: (ms, run) => {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => (timers = timers.filter((one) => one !== timer));
      },
    });
    const pass = (ms: number): void => {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        now = next.at;
        next.run();
      }
      now = end;
    };
    /** The window hangs: time passes, and no timer runs until it is over. */
    const hang = (ms: number): void => {
      for (const timer of timers) timer.at = Math.max(timer.at, now + ms);
      now += ms;
    };
    return { player, state, pass, hang };
  }

  it('goes on at its speed, and stops at the end', () => {
    const { player, state, pass } = bench(11);
    player.play(10);
    pass(550);
    expect(state.frame).toBe(5);
    pass(1000);
    expect(state.frame).toBe(10);
    expect(state.ended).toBe(1);
    expect(player.playing).toBe(false);
  });

  it('keeps to the clock when frames are a little late, and tells how fast it really is', () => {
    const { player, state, pass } = bench(1000);
    player.play(10);
    for (let k = 0; k < 30; k++) {
      pass(60);
      state.settled = false;
      pass(50);
      state.settled = true;
      pass(90);
    }
    // 6 s at 10 a second, every other frame shown some 10 ms after it was due.
    expect(state.frame).toBe(60);
    expect(state.rate).toBeCloseTo(10, 0);
    state.settled = false;
    pass(140);
    state.settled = true;
    const before = state.frame;
    for (let k = 0; k < 20; k++) {
      pass(10);
      state.settled = false;
      pass(180);
      state.settled = true;
      pass(10);
    }
    expect(state.frame - before).toBeGreaterThan(15);
    expect(state.rate).toBeLessThan(8);
    player.pause();
    expect(state.rate).toBeNull();
  });

  it('never skips a frame that is not shown yet, and does not hurry afterwards', () => {
    const { player, state, pass } = bench(100);
    player.play(10);
    pass(150);
    state.settled = false;
    pass(1000);
    expect(state.frame).toBe(1);
    state.settled = true;
    pass(100);
    expect(state.frame).toBeLessThanOrEqual(3);
    pass(1000);
    const gaps = state.steps.slice(1).map((at, i) => at - state.steps[i]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
  });

  it('does not race through the frames it owes after the window hung', () => {
    const { player, state, pass, hang } = bench(100);
    player.play(10);
    pass(250);
    hang(2000);
    pass(100);
    expect(state.frame).toBeLessThanOrEqual(5);
  });

  it('pause stops at once, and play goes on from there', () => {
    const { player, state, pass } = bench(100);
    player.play(10);
    pass(250);
    player.pause();
    pass(1000);
    expect(state.frame).toBe(2);
    player.play(20);
    pass(100);
    expect(state.frame).toBe(4);
  });
});
