// That the person paints: told at once, and then no more often than a run needs to hear it.
import { expect, it } from 'vitest';
import { tellOften } from '../../../src/renderer/canvas/painting';
import { BRUSH_RESTS_MS } from '../../../src/main/engine/prediction/turns';

it('a stroke is told at its first move and a few times a second while it goes on, often enough that the brush never seems at rest', () => {
  let now = 0;
  const told: number[] = [];
  const moved = tellOften(
    () => told.push(now),
    () => now,
  );
  // A stroke of two seconds with 240 events a second, and another one later.
  for (; now < 2_000; now += 1000 / 240) moved();
  const stroke = [...told];
  expect(stroke[0]).toBe(0);
  expect(stroke.length).toBeLessThan(15);
  const gaps = stroke.slice(1).map((at, i) => at - stroke[i]!);
  expect(Math.max(...gaps)).toBeLessThan(BRUSH_RESTS_MS / 2);
  now = 10_000;
  moved();
  expect(told.at(-1)).toBe(10_000);
});
