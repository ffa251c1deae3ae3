// Wheel, two fingers, pinch; and the pointer moved by keys.
import { describe, expect, it } from 'vitest';
import { ROAD } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { Gestures } from '../../../src/renderer/canvas/gestures';
import { KeyboardCursor } from '../../../src/renderer/canvas/keyboardCursor';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { BrushTool } from '../../../src/renderer/canvas/tools/brush';
import { Viewport } from '../../../src/renderer/canvas/viewport';
import { WheelReader, type Wheeled } from '../../../src/renderer/canvas/wheel';
import { toolContext } from './toolContext';

const event = (more: Partial<Wheeled>): Wheeled => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  shiftKey: false,
  timeStamp: 1000,
  ...more,
});
const read = (more: Partial<Wheeled>, ctrl = false, habit: 'auto' | 'zoom' | 'pan' = 'auto') =>
  new WheelReader().read(event(more), ctrl, habit);

describe('wheel', () => {
  it('a notched wheel turns, whatever unit the system counts in', () => {
    expect(read({ deltaY: 120, wheelDeltaY: -120 })).toEqual({ is: 'turn', delta: 120 });
    expect(read({ deltaY: 4.000244140625, wheelDeltaY: -120 })).toMatchObject({ is: 'turn' });
    expect(read({ deltaY: -100 })).toEqual({ is: 'turn', delta: -100 });
    expect(read({ deltaY: 3, deltaMode: 1 })).toEqual({ is: 'turn', delta: 99 });
  });

  it('two fingers pan, and stay two fingers however fast they become', () => {
    const reader = new WheelReader();
    expect(reader.read(event({ deltaY: 3, wheelDeltaY: -9 }), false, 'auto')).toEqual({ is: 'pan', dx: 0, dy: 3 });
    expect(reader.read(event({ deltaY: 240, wheelDeltaY: -720, timeStamp: 1016 }), false, 'auto')).toEqual({ is: 'pan', dx: 0, dy: 240 });
    expect(reader.read(event({ deltaY: 240, wheelDeltaY: -720, timeStamp: 2000 }), false, 'auto')).toMatchObject({ is: 'turn' });
    expect(read({ deltaX: 5, deltaY: 2 })).toEqual({ is: 'pan', dx: 5, dy: 2 });
  });

  it('a pinch zooms five times as fast, and Ctrl that is really held does not make one', () => {
    expect(read({ deltaY: 2, ctrlKey: true })).toEqual({ is: 'turn', delta: 10 });
    expect(read({ deltaY: 120, ctrlKey: true }, true)).toEqual({ is: 'turn', delta: 120 });
  });

  it('Shift turns the wheel sideways, and what the person chose goes before the guess', () => {
    expect(read({ deltaX: 120, shiftKey: true })).toEqual({ is: 'turn', delta: 120 });
    expect(read({ deltaY: 3 }, false, 'zoom')).toEqual({ is: 'turn', delta: 3 });
    expect(read({ deltaY: 120, wheelDeltaY: -120 }, false, 'pan')).toEqual({ is: 'pan', dx: 0, dy: 120 });
  });
});

describe('the pointer moved by keys', () => {
  function bench() {
    const viewport = new Viewport();
    viewport.resize(800, 400);
    viewport.setImage(400, 200);
    const document = new MaskDocument(emptyLabelMap(400, 200));
    const brush = new BrushTool(document, toolContext({ radius: 0.5 }));
    const door = { brushSize: () => 1, setBrushSize: () => {}, fade: () => {}, changed: () => {} };
    const gestures = new Gestures({ viewport, press: () => brush, tool: () => brush, ...door });
    return { viewport, document, gestures, keyboard: new KeyboardCursor(gestures, viewport, () => document) };
  }
  const road = ({ data }: MaskDocument) => [...data.keys()].filter((i) => data[i] === ROAD).map((i) => [i % 400, Math.floor(i / 400)]);

  it('goes from pixel to pixel, paints while it is pressed, and one press is one step', () => {
    const { document, keyboard } = bench();
    keyboard.move(1, 0);
    keyboard.move(0, 10);
    expect(road(document)).toEqual([]);
    keyboard.press(false);
    for (let i = 0; i < 3; i++) keyboard.move(1, 0);
    keyboard.press(false);
    keyboard.move(1, 0);
    expect(road(document)).toEqual([201, 202, 203, 204].map((x) => [x, 110]));
    expect(document.undoStack).toHaveLength(1);
  });

  it('draws a line from the last point, and stops at the edge of the frame', () => {
    const { document, keyboard } = bench();
    keyboard.press(false);
    keyboard.press(false);
    keyboard.move(1000, 0);
    keyboard.press(true);
    keyboard.press(true);
    expect(road(document)).toHaveLength(200);
    expect(road(document).at(-1)).toEqual([399, 100]);
  });

  it('takes the view along when it is zoomed in', () => {
    const { viewport, gestures, keyboard } = bench();
    viewport.zoomAt(400, 200, 8);
    keyboard.move(0, 0);
    for (let i = 0; i < 12; i++) keyboard.move(10, 0);
    expect(gestures.pointer!.x).toBeLessThanOrEqual(800 - 24);
    expect(viewport.toImage(gestures.pointer!.x, gestures.pointer!.y).x).toBeCloseTo(320.5);
  });
});
