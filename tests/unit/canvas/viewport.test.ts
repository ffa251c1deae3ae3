// Zoom and pan: what is under the pointer stays there, and the frame never gets lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SCALE, Viewport } from '../../../src/renderer/canvas/viewport';

function view(width = 900, height = 700): Viewport {
  const viewport = new Viewport();
  viewport.resize(width, height);
  viewport.setImage(1242, 375);
  return viewport;
}

describe('viewport', () => {
  it('fits the frame into the canvas, edge to edge and in the middle', () => {
    const viewport = view();
    expect(viewport.scale).toBeCloseTo(900 / 1242);
    expect(viewport.x).toBeCloseTo(0);
    expect(viewport.y).toBeCloseTo((700 - 375 * viewport.scale) / 2);
  });

  it('zooms so that the pixel under the pointer stays under it, whenever the frame covers that place', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 300, max: 600, noNaN: true }),
        fc.double({ min: 300, max: 400, noNaN: true }),
        fc.double({ min: 1, max: 30, noNaN: true }),
        (x, y, factor) => {
          const viewport = view();
          const before = viewport.toImage(x, y);
          viewport.zoomAt(x, y, factor);
          const after = viewport.toImage(x, y);
          expect(after.x).toBeCloseTo(before.x, 6);
          expect(after.y).toBeCloseTo(before.y, 6);
        },
      ),
    );
  });

  it('stops at 64 screen pixels a pixel', () => {
    const viewport = view();
    for (let i = 0; i < 100; i++) viewport.zoomAt(450, 350, 1.5);
    expect(viewport.scale).toBe(MAX_SCALE);
  });

  it('100 % shows one pixel on one', () => {
    const viewport = view();
    viewport.actualSize();
    expect(viewport.scale).toBe(1);
  });

  it('never loses the frame, however one pans and zooms', () => {
    const gesture = fc.oneof(
      fc.record({ pan: fc.tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -3000, max: 3000 })) }),
      fc.record({
        zoom: fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 700 }), fc.double({ min: 0.05, max: 20, noNaN: true })),
      }),
      fc.record({ resize: fc.tuple(fc.integer({ min: 200, max: 2000 }), fc.integer({ min: 200, max: 2000 })) }),
    );
    fc.assert(
      fc.property(fc.array(gesture, { maxLength: 20 }), (gestures) => {
        const viewport = view();
        for (const one of gestures) {
          if ('pan' in one) viewport.pan(...one.pan);
          else if ('zoom' in one) viewport.zoomAt(...one.zoom);
          else viewport.resize(...one.resize);
          const visible = viewport.visible();
          expect(visible).not.toBeNull();
          expect(viewport.scale).toBeGreaterThan(0);
          expect(viewport.scale).toBeLessThanOrEqual(MAX_SCALE);
        }
      }),
    );
  });

  it('stays on what was in the middle when the canvas is resized', () => {
    const viewport = view();
    viewport.zoomAt(300, 340, 6);
    const middle = viewport.toImage(450, 350);
    viewport.resize(1200, 500);
    const after = viewport.toImage(600, 250);
    expect(after.x).toBeCloseTo(middle.x);
    expect(after.y).toBeCloseTo(middle.y);
  });

  it('while fitted, a resize and another frame size fit again', () => {
    const viewport = view();
    viewport.resize(450, 700);
    expect(viewport.scale).toBeCloseTo(450 / 1242);
    viewport.setImage(100, 100);
    expect(viewport.scale).toBeCloseTo(4.5);
  });

  it('a frame of the same size keeps zoom and place', () => {
    const viewport = view();
    viewport.zoomAt(300, 340, 6);
    const { scale, x, y } = viewport;
    viewport.setImage(1242, 375);
    expect([viewport.scale, viewport.x, viewport.y]).toEqual([scale, x, y]);
  });

  it('tells of a change once, and of no change never', () => {
    let changes = 0;
    const viewport = new Viewport(() => changes++);
    viewport.resize(900, 700);
    viewport.setImage(1242, 375);
    const before = changes;
    viewport.setImage(1242, 375);
    viewport.resize(900, 700);
    viewport.pan(0, 0);
    expect(changes).toBe(before);
    viewport.zoomAt(1, 1, 2);
    expect(changes).toBe(before + 1);
  });

  it('steps through round scales, from any scale, and stays within its limits', () => {
    const viewport = view();
    viewport.step(1);
    expect(viewport.scale).toBe(0.75);
    viewport.step(1);
    expect(viewport.scale).toBe(1);
    for (let i = 0; i < 40; i++) viewport.step(1);
    expect(viewport.scale).toBe(MAX_SCALE);
    viewport.step(-1);
    expect(viewport.scale).toBe(48);
    for (let i = 0; i < 40; i++) viewport.step(-1);
    expect(viewport.scale).toBeGreaterThan(0.1);
  });

  it('knows when a part of the frame is out of sight, and brings any place of it into the middle', () => {
    const viewport = view();
    expect(viewport.cropped).toBe(false);
    viewport.setScale(8);
    expect(viewport.scale).toBeCloseTo(8);
    expect(viewport.cropped).toBe(true);
    viewport.centreOn(400, 100);
    const middle = viewport.toImage(450, 350);
    expect(middle.x).toBeCloseTo(400);
    expect(middle.y).toBeCloseTo(100);
  });
});
