// Pausing, stopping, giving way, and what a run tells of itself.
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BRUSH_RESTS_MS, brushMoved, ourTurn, withPriority } from '../../../src/main/engine/prediction/turns';
import type { TrainEvent } from '../../../src/main/engine/protocol';
import { controlled, controlRun, RunControl } from '../../../src/main/engine/training/control';
import { Reporter } from '../../../src/main/engine/training/reporter';

const settled = async (work: Promise<unknown>, ms = 50): Promise<boolean> => Promise.race([work.then(() => true), setTimeout(ms, false)]);

function control() {
  const told: string[] = [];
  const abort = new AbortController();
  return { told, abort, control: new RunControl(abort.signal, (state) => told.push(state)) };
}

describe('control of a run', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('lets a running one pass', async () => {
    const { control: run, told } = control();
    expect(await run.stopping()).toBe(false);
    expect(told).toEqual([]);
  });

  it('holds a paused one until it is resumed, and says so', async () => {
    const { control: run, told } = control();
    run.act('pause');
    const passing = run.stopping();
    expect(await settled(passing)).toBe(false);
    expect(told).toEqual(['paused']);
    run.act('resume');
    expect(await passing).toBe(false);
    expect(told).toEqual(['paused', 'running']);
  });

  it('stops, also out of a pause, and for good', async () => {
    const { control: run, told } = control();
    run.act('pause');
    const passing = run.stopping();
    await settled(passing, 10);
    run.act('stop');
    run.act('resume');
    expect(await passing).toBe(true);
    expect(told).toEqual(['paused']);
  });

  it('is cancelled out of a pause', async () => {
    const { control: run, abort } = control();
    run.act('pause');
    const passing = run.stopping();
    passing.catch(() => undefined);
    await settled(
      passing.catch(() => undefined),
      10,
    );
    abort.abort();
    await expect(passing).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('has a clock that stands still while it is paused', async () => {
    let now = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const { control: run, told } = control();
    const begun = run.seconds;
    run.act('pause');
    const passing = run.stopping();
    while (told.length === 0) await setTimeout(1);
    now += 120_000;
    run.act('resume');
    await passing;
    expect(run.seconds).toBeCloseTo(begun, 9);
    now += 2_000;
    expect(run.seconds).toBeCloseTo(begun + 2, 9);
  });

  it('finds runs by their key while they go on, and refuses a second of the same key', async () => {
    const { control: run } = control();
    await controlled(9, run, async () => {
      controlRun(9, 'stop');
      await expect(controlled(9, run, async () => 1)).rejects.toMatchObject({ failure: { code: 'busy' } });
      expect(await run.stopping()).toBe(true);
    });
    expect(() => controlRun(9, 'pause')).toThrow(/Run 9 is not being trained/);
  });
});

describe('turns', () => {
  it('a step waits for a prediction that somebody is waiting for', async () => {
    let end!: () => void;
    const prediction = withPriority(() => new Promise<void>((resolve) => (end = resolve)));
    const step = ourTurn();
    expect(await settled(step, 100)).toBe(false);
    end();
    await prediction;
    await step;
  });

  it('but not for ever', async () => {
    let end!: () => void;
    const prediction = withPriority(() => new Promise<void>((resolve) => (end = resolve)));
    const begun = performance.now();
    await ourTurn();
    expect(performance.now() - begun).toBeGreaterThan(1_500);
    end();
    await prediction;
  });

  it('a prediction that fails does not block the next step', async () => {
    await expect(withPriority(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const begun = performance.now();
    await ourTurn();
    expect(performance.now() - begun).toBeLessThan(1_500);
  });
});

describe('while a person paints', () => {
  it('a step waits until the brush has rested, and says so once', async () => {
    let told = 0;
    brushMoved();
    const begun = performance.now();
    const step = ourTurn(() => told++);
    await setTimeout(150);
    brushMoved();
    await step;
    const waited = performance.now() - begun;
    expect(waited).toBeGreaterThan(BRUSH_RESTS_MS + 140);
    expect(waited).toBeLessThan(1_900);
    expect(told).toBe(1);
    // At rest: at once, and nothing is said.
    await ourTurn(() => told++);
    expect(performance.now() - begun - waited).toBeLessThan(BRUSH_RESTS_MS - 50);
    expect(told).toBe(1);
  });

  it('a run is slowed and not starved: a step every two seconds at the least', async () => {
    const painting = setInterval(brushMoved, 50);
    brushMoved();
    try {
      const begun = performance.now();
      await ourTurn();
      const waited = performance.now() - begun;
      expect(waited).toBeGreaterThan(1_900);
      expect(waited).toBeLessThan(3_500);
    } finally {
      clearInterval(painting);
    }
  });
});

describe('what a run tells', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  const made = (stepSeconds: number, waitSeconds: number) => ({ images: 8, loss: 0.5, learningRate: 1e-3, stepSeconds, waitSeconds });
  function reporter() {
    const events: TrainEvent[] = [];
    return { events, reporter: new Reporter((event) => events.push(event)) };
  }

  it('comes at most ten times a second', () => {
    const { events, reporter: run } = reporter();
    for (let step = 1; step <= 200; step++) {
      run.step({ epoch: 1, epochs: 1, step, steps: 1000, budget: Infinity }, made(0.001, 0.001));
      run.scoring(1, step, 200);
      vi.advanceTimersByTime(10);
    }
    // 2 seconds.
    expect(events.length).toBe(20);
  });

  it('guesses the time left from steps and scoring alike, and not from the first two steps', () => {
    const { events, reporter: run } = reporter();
    const tell = (step: number, seconds: number, budget = Infinity) => {
      vi.advanceTimersByTime(110);
      run.step({ epoch: 2, epochs: 3, step, steps: 10, budget }, made(seconds * 0.75, seconds * 0.25));
    };
    run.closed(4);
    tell(1, 60);
    tell(2, 60);
    tell(3, 2);
    // A time budget ends it sooner, with one more closing.
    tell(4, 2, 9);
    tell(5, 2, -1);
    const lefts = events.map((event) => (event.kind === 'step' ? event.secondsLeft : undefined));
    // 7 steps of this epoch and 10 of the next at 2 s, and two closings of 4 s.
    expect(lefts).toEqual([null, null, 17 * 2 + 2 * 4, 9 + 4, 4]);
    expect(events[2]).toMatchObject({ imagesPerSecond: 4, stepSeconds: 1.5, waitSeconds: 0.5 });
  });

  it('that it gives way to the brush at once, with what was last told, and at once that it goes on', () => {
    const { events, reporter: run } = reporter();
    run.yielding();
    const step = (n: number) => run.step({ epoch: 1, epochs: 1, step: n, steps: 9, budget: Infinity }, made(1, 1));
    step(1);
    step(2);
    run.yielding();
    run.yielding();
    step(3);
    step(4);
    const told = events.map((event) => (event.kind === 'step' ? [event.step, event.yielding] : null));
    expect(told).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });
});
