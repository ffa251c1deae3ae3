// Outlines of predictions seen lately come back without being traced again, follow the threshold, and stay bounded.
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { PredictionOutlines } from '../../../src/renderer/canvas/predictionOutlines';

let traced = 0;
beforeAll(() => {
  vi.stubGlobal(
    'Path2D',
    class {
      constructor() {
        traced++;
      }
      moveTo(): void {}
      lineTo(): void {}
    },
  );
});
const half = (width: number, height: number, value: number): Uint8Array => new Uint8Array(width * height).fill(value, (width * height) / 2);

describe('outlines of predictions', () => {
  it('are traced once a prediction and threshold', () => {
    const outlines = new PredictionOutlines();
    const [a, b] = [half(8, 8, 200), half(8, 8, 90)];
    const first = outlines.of(a, 8, 8, 0.5);
    outlines.of(b, 8, 8, 0.5);
    const before = traced;
    expect(before).toBeGreaterThan(0);
    expect(outlines.of(a, 8, 8, 0.5)).toBe(first);
    // Between two steps of 8 bits nothing changes.
    outlines.of(a, 8, 8, 0.5005);
    expect(traced).toBe(before);
    outlines.of(b, 8, 8, 0.2);
    expect(traced).toBe(before + 1);
  });

  it('of large frames are few, and the newest is always there', () => {
    const outlines = new PredictionOutlines();
    for (let k = 0; k < 5; k++) outlines.of(new Uint8Array(9_000_000), 3000, 3000, 0.5);
    expect(outlines.size).toBe(2);
    outlines.of(new Uint8Array(36_000_000), 6000, 6000, 0.5);
    expect(outlines.size).toBe(1);
  });
});
