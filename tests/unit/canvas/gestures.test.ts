// Hands: which gesture a press begins, what it does while it lasts, and how it ends.
import { describe, expect, it } from 'vitest';
import { ROAD } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { Gestures, type PointerInput } from '../../../src/renderer/canvas/gestures';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { BrushTool } from '../../../src/renderer/canvas/tools/brush';
import { toolContext } from './toolContext';
import type { ToolOptions } from '../../../src/renderer/canvas/tools/tool';
import { Viewport } from '../../../src/renderer/canvas/viewport';

function bench(options: Partial<ToolOptions> = {}) {
  const [width, height] = [400, 200];
  const viewport = new Viewport();
  viewport.resize(800, 400);
  viewport.setImage(width, height);
  const document = new MaskDocument(emptyLabelMap(width, height));
  const brush = new BrushTool(document, toolContext({ radius: 5, ...options }));
  const state = { size: 40, faded: 0, changes: 0, allowed: true };
  const gestures = new Gestures({
    viewport,
    press: () => (state.allowed ? brush : null),
    tool: () => brush,
    brushSize: () => state.size,
    setBrushSize: (size) => (state.size = size),
    fade: (by) => (state.faded += by),
    changed: () => state.changes++,
  });
  return { viewport, document, gestures, state, brush };
}

const at = (x: number, y: number, more: Partial<PointerInput> = {}): PointerInput => ({
  x,
  y,
  button: 0,
  shift: false,
  alt: false,
  path: [{ x, y }],
  ...more,
});
const label = (document: MaskDocument, x: number, y: number) => document.data[y * document.width + x];

describe('gestures', () => {
  it('left press paints where the pointer is on the frame, whatever the zoom', () => {
    const { viewport, document, gestures } = bench();
    expect(viewport.scale).toBe(2);
    gestures.down(at(200, 100));
    gestures.move(at(400, 100));
    gestures.up();
    expect(label(document, 150, 50)).toBe(ROAD);
    expect(document.undoStack).toHaveLength(1);
    viewport.zoomAt(0, 0, 4);
    gestures.down(at(80, 320));
    gestures.up();
    expect(label(document, 10, 40)).toBe(ROAD);
  });

  it('paints through the places between two events', () => {
    const { document, gestures } = bench();
    gestures.down(at(100, 100));
    gestures.move(
      at(500, 100, {
        path: [
          { x: 300, y: 300 },
          { x: 500, y: 100 },
        ],
      }),
    );
    gestures.up();
    expect(label(document, 150, 150)).toBe(ROAD);
    expect(label(document, 150, 50)).toBe(0);
  });

  it('Alt held at the press is the other tool, for the whole stroke', () => {
    const { document, gestures } = bench();
    gestures.down(at(200, 100));
    gestures.up();
    gestures.down(at(200, 100, { alt: true }));
    gestures.move(at(210, 100));
    gestures.up();
    expect(document.data.every((one) => one === 0)).toBe(true);
    expect(document.undoStack).toHaveLength(2);
  });

  it('middle press and Space with the left pan and never paint', () => {
    const { viewport, document, gestures } = bench();
    viewport.zoomAt(400, 200, 4);
    const { x, y } = viewport;
    gestures.down(at(400, 200, { button: 1 }));
    expect(gestures.doing).toBe('panning');
    gestures.move(at(430, 180));
    gestures.up();
    expect([viewport.x - x, viewport.y - y]).toEqual([30, -20]);
    gestures.hold({ space: true });
    gestures.down(at(400, 200));
    gestures.move(at(390, 200));
    gestures.hold({ space: false });
    gestures.move(at(380, 200));
    gestures.up();
    expect(viewport.x - x).toBe(10);
    expect(document.undoStack).toHaveLength(0);
  });

  it('Alt with the right button drags the size, two pixels of diameter for one of hand, the ring standing still', () => {
    const { gestures, state, document } = bench();
    gestures.down(at(400, 200, { button: 2, alt: true }));
    gestures.move(at(430, 210, { alt: true }));
    expect(state.size).toBe(40 + 30);
    expect(gestures.anchor).toEqual({ x: 400, y: 200 });
    gestures.move(at(390, 210, { alt: true }));
    expect(state.size).toBe(30);
    gestures.up();
    expect(document.undoStack).toHaveLength(0);
  });

  it('the right button alone does nothing', () => {
    const { gestures, document } = bench();
    gestures.down(at(400, 200, { button: 2 }));
    expect(gestures.doing).toBe('idle');
    gestures.move(at(500, 200));
    gestures.up();
    expect(document.undoStack).toHaveLength(0);
  });

  it('the wheel zooms at the pointer, with Shift sizes the brush, with Ctrl fades', () => {
    const { viewport, gestures, state } = bench();
    const before = viewport.toImage(300, 150);
    gestures.wheel({ x: 300, y: 150, delta: -100, shift: false, ctrl: false });
    expect(viewport.scale).toBeGreaterThan(2);
    expect(viewport.toImage(300, 150).x).toBeCloseTo(before.x);
    const { scale } = viewport;
    gestures.wheel({ x: 300, y: 150, delta: -100, shift: true, ctrl: false });
    expect(state.size).toBe(44);
    gestures.wheel({ x: 300, y: 150, delta: 100, shift: true, ctrl: false });
    expect(state.size).toBe(40);
    state.size = 2;
    gestures.wheel({ x: 300, y: 150, delta: 100, shift: true, ctrl: false });
    expect(state.size).toBe(1);
    gestures.wheel({ x: 300, y: 150, delta: -100, shift: false, ctrl: true });
    expect(state.faded).toBeCloseTo(0.05);
    expect(viewport.scale).toBe(scale);
  });

  it('Esc takes the stroke back', () => {
    const { document, gestures } = bench();
    gestures.down(at(200, 100));
    gestures.move(at(400, 100));
    gestures.cancel();
    expect(document.data.every((one) => one === 0)).toBe(true);
    gestures.up();
    expect(document.undoStack).toHaveLength(0);
  });

  it('two fingers take the frame along and paint nothing', () => {
    const { viewport, gestures } = bench();
    viewport.zoomAt(400, 200, 4);
    const { x, y } = viewport;
    gestures.scroll(30, -20);
    expect([viewport.x - x, viewport.y - y]).toEqual([-30, 20]);
  });

  it('Shift shows the line that a click would draw, before it is drawn', () => {
    const { gestures, document, brush } = bench();
    gestures.down(at(200, 100));
    gestures.up();
    gestures.move(at(400, 100));
    expect(brush.preview()).toBeNull();
    gestures.hold({ shift: true });
    expect(brush.preview()?.path?.points.map(({ x }) => x)).toEqual([100, 200]);
    gestures.down(at(400, 100, { shift: true }));
    expect(brush.preview()).toBeNull();
    gestures.up();
    expect(label(document, 150, 50)).toBe(ROAD);
    gestures.leave();
    expect(brush.preview()).toBeNull();
  });

  it('a pen paints as wide as it is pressed, where that is asked for', () => {
    const wide = (pressure: boolean) => {
      const { gestures, document } = bench({ pressure, radius: 20 });
      gestures.down(at(400, 200, { path: [{ x: 400, y: 200, pressure: 0.25 }] }));
      gestures.up();
      return document.data.filter((one) => one === ROAD).length;
    };
    expect(wide(true)).toBeLessThan(100);
    expect(wide(false)).toBeGreaterThan(1000);
  });

  it('keys go to the tool only between gestures; Esc within one ends it', () => {
    const { gestures, document } = bench();
    expect(gestures.command('confirm')).toBe(false);
    expect(gestures.command('cancel')).toBe(false);
    gestures.down(at(200, 100));
    expect(gestures.command('confirm')).toBe(false);
    expect(gestures.command('cancel')).toBe(true);
    expect(document.data.every((one) => one === 0)).toBe(true);
  });

  it('a press while painting is not possible begins nothing', () => {
    const { document, gestures, state } = bench();
    state.allowed = false;
    gestures.down(at(200, 100));
    gestures.move(at(300, 100));
    gestures.up();
    expect(document.data.every((one) => one === 0)).toBe(true);
  });

  it('the pointer that leaves takes its ring along, but not in the middle of a stroke', () => {
    const { gestures } = bench();
    gestures.move(at(100, 100));
    gestures.leave();
    expect(gestures.pointer).toBeNull();
    gestures.down(at(100, 100));
    gestures.leave();
    expect(gestures.pointer).not.toBeNull();
  });
});
