// Brush and eraser, driven without a browser.
import { describe, expect, it } from 'vitest';
import { OTHER, ROAD } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { BrushTool, EraserTool } from '../../../src/renderer/canvas/tools/brush';
import { toolContext as context } from './toolContext';

const at = (x: number, y: number, shift = false) => ({ x, y, shift });
const fresh = () => new MaskDocument(emptyLabelMap(200, 100));
const label = (document: MaskDocument, x: number, y: number) => document.data[y * document.width + x];
const painted = (document: MaskDocument) => document.data.reduce((sum, one) => sum + (one === ROAD ? 1 : 0), 0);

describe('brush', () => {
  it('press, drag and release make one stroke and one undo step', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 12 }));
    brush.pointerDown(at(10, 10));
    brush.pointerMove(at(80, 12));
    brush.pointerUp();
    expect(document.undoStack).toHaveLength(1);
    expect(label(document, 45, 11)).toBe(ROAD);
    expect(label(document, 45, 30)).toBe(OTHER);
    document.undo();
    expect(painted(document)).toBe(0);
  });

  it('paints through every place the pointer has been, however few events arrive', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 2 }));
    brush.pointerDown(at(10, 10));
    brush.pointerMove(at(100, 10), at(100, 80), at(10, 80));
    brush.pointerUp();
    for (let x = 10; x <= 100; x++) expect(label(document, x, 10)).toBe(ROAD);
    for (let y = 10; y <= 80; y++) expect(label(document, 100, y)).toBe(ROAD);
    for (let x = 10; x <= 100; x++) expect(label(document, x, 80)).toBe(ROAD);
    expect(label(document, 50, 45)).toBe(OTHER);
  });

  it('Shift+press draws a straight line from where the last stroke ended', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 3 }));
    brush.pointerDown(at(20, 50));
    brush.pointerUp();
    brush.pointerDown(at(120, 50, true));
    brush.pointerUp();
    for (let x = 20; x <= 120; x++) expect(label(document, x, 50)).toBe(ROAD);
    expect(document.undoStack).toHaveLength(2);
  });

  it('the line goes on from a stroke of the other tool', () => {
    const document = fresh();
    const trail = { last: null };
    new BrushTool(document, { ...context({ radius: 5 }), trail }).pointerDown(at(10, 20));
    document.commit('stroke');
    const eraser = new EraserTool(document, { ...context({ radius: 5 }), trail });
    document.replace({ ...emptyLabelMap(200, 100), data: new Uint8Array(20_000).fill(ROAD) }, 'all road');
    eraser.pointerDown(at(110, 20, true));
    eraser.pointerUp();
    for (let x = 10; x <= 110; x++) expect(label(document, x, 20)).toBe(OTHER);
  });

  it('Shift+press without an earlier stroke is a dab', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 3 }));
    brush.pointerDown(at(50, 50, true));
    brush.pointerUp();
    expect(label(document, 50, 50)).toBe(ROAD);
    expect(painted(document)).toBeLessThan(40);
  });

  it('does nothing between strokes, and a second press within a stroke is not another', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 12 }));
    brush.pointerMove(at(50, 50));
    brush.pointerUp();
    expect(painted(document)).toBe(0);
    brush.pointerDown(at(10, 10));
    brush.pointerDown(at(150, 80));
    brush.pointerUp();
    expect(label(document, 150, 80)).toBe(OTHER);
    expect(document.undoStack).toHaveLength(1);
  });

  it('cancel takes the stroke back and leaves no step', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 12 }));
    brush.pointerDown(at(50, 50));
    brush.pointerMove(at(150, 50));
    brush.cancel();
    expect(painted(document)).toBe(0);
    expect(document.undoStack).toHaveLength(0);
    expect(brush.busy).toBe(false);
  });

  it('a change of size shows at once, in the middle of a stroke too', () => {
    const document = fresh();
    const options = { radius: 2 };
    const brush = new BrushTool(document, { ...context(), options: Object.assign(options, context(options).options) });
    brush.pointerDown(at(20, 50));
    options.radius = 20;
    brush.pointerMove(at(100, 50));
    brush.pointerUp();
    expect(label(document, 100, 65)).toBe(ROAD);
  });

  it('the square is as wide in its corners as in its middle', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 5, shape: 'square' }));
    brush.pointerDown(at(50, 50));
    brush.pointerUp();
    expect(painted(document)).toBe(100);
    expect(label(document, 45, 45)).toBe(ROAD);
  });

  it('the eraser paints with Alt, and leaves what may not be painted over', () => {
    const document = fresh();
    const options = { ...context().options, over: new Set<number>([OTHER]) };
    const eraser = new EraserTool(document, context(options));
    eraser.pointerDown({ ...at(50, 50), alt: true });
    eraser.pointerUp();
    const before = painted(document);
    expect(before).toBeGreaterThan(50);
    eraser.pointerDown(at(50, 50));
    eraser.pointerUp();
    expect(painted(document)).toBe(before);
    expect(document.undoStack).toHaveLength(1);
  });

  it('one pixel wide, it draws single pixels without a gap', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 0.5 }));
    brush.pointerDown(at(10.5, 10.5));
    brush.pointerMove(at(60.5, 35.5));
    brush.pointerUp();
    expect(painted(document)).toBe(51);
  });

  it('strokes beyond the frame paint only what lies inside', () => {
    const document = fresh();
    const brush = new BrushTool(document, context({ radius: 30 }));
    brush.pointerDown(at(-20, -20));
    brush.pointerMove(at(250, -20));
    brush.pointerUp();
    expect(label(document, 100, 0)).toBe(ROAD);
    expect(label(document, 100, 12)).toBe(OTHER);
    document.undo();
    expect(painted(document)).toBe(0);
  });
});
