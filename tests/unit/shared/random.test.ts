// The seeded generator: repeatable, restorable, fair.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../src/shared/random';

const take = (random: Random, n: number): number[] => Array.from({ length: n }, () => random.uniform());

test('one seed gives one stream for ever, and other seeds give others', () => {
  // These very numbers: training that is repeated next year must see the same crops.
  expect(take(Random.seeded(1), 4).map((u) => u * 2 ** 32)).toEqual([2553740315, 660728268, 1274663833, 3630888143]);
});

test('whole numbers cover their closed range evenly', () => {
  const random = Random.seeded(7);
  const counts = new Array<number>(6).fill(0);
  for (let i = 0; i < 60_000; i++) counts[random.integer(-2, 3) + 2]!++;
  // Five standard deviations of a fair die.
  for (const n of counts) expect(Math.abs(n - 10_000)).toBeLessThan(5 * Math.sqrt(60_000 * (1 / 6) * (5 / 6)));
  expect(random.integer(4, 4)).toBe(4);
  expect(() => random.integer(3, 2)).toThrow(RangeError);
  expect(() => random.integer(0.5, 2)).toThrow(RangeError);
});

test('uniform numbers have the mean, the spread and the independence of uniform numbers', () => {
  const u = take(Random.seeded(3), 100_000);
  const mean = u.reduce((a, b) => a + b, 0) / u.length;
  const variance = u.reduce((a, b) => a + (b - mean) ** 2, 0) / u.length;
  const together = u.reduce((a, b, i) => a + (i ? (b - 0.5) * (u[i - 1]! - 0.5) : 0), 0) / u.length / variance;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
  expect(Math.abs(together)).toBeLessThan(0.015);
  expect(Math.min(...u.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  expect(u.every((x) => x < 1)).toBe(true);
});

test('a shuffle keeps all items and reaches every order', () => {
  const random = Random.seeded(5);
  const orders = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = random.shuffle(['a', 'b', 'c']).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  for (const n of orders.values()) expect(Math.abs(n - 1000)).toBeLessThan(150);
  fc.assert(
    fc.property(fc.array(fc.nat()), (items) => {
      expect(
        Random.seeded(1)
          .shuffle([...items])
          .sort(),
      ).toEqual([...items].sort());
    }),
  );
});
