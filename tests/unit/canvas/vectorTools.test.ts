// Fill, polygon, lasso and rectangle, driven without a browser.
import { describe, expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { FillTool } from '../../../src/renderer/canvas/tools/fill';
import { LassoTool } from '../../../src/renderer/canvas/tools/lasso';
import { PolygonTool } from '../../../src/renderer/canvas/tools/polygon';
import { RectangleTool } from '../../../src/renderer/canvas/tools/rectangle';
import type { Tool } from '../../../src/renderer/canvas/tools/tool';
import { toolContext } from './toolContext';

const fresh = () => new MaskDocument(emptyLabelMap(100, 80));
const filled = (label: number) => new MaskDocument({ width: 100, height: 80, data: new Uint8Array(8000).fill(label) });
const labelAt = (document: MaskDocument, x: number, y: number) => document.data[y * document.width + x];
const count = (document: MaskDocument, label: number) => document.data.reduce((sum, one) => sum + (one === label ? 1 : 0), 0);

function click(tool: Tool, x: number, y: number, alt = false): void {
  tool.pointerDown({ x, y, alt });
  tool.pointerUp();
}

function drag(tool: Tool, path: readonly (readonly [number, number])[], held: { alt?: boolean; shift?: boolean } = {}): void {
  const [first, ...rest] = path.map(([x, y]) => ({ x, y, ...held }));
  tool.pointerDown(first!);
  for (const at of rest) tool.pointerMove(at);
  tool.pointerUp();
}

describe('fill', () => {
  it('paints what hangs together under the press, as one step, and Alt takes it away', () => {
    const document = fresh();
    document.begin();
    document.paint(IGNORE, (map, onSpan) => {
      for (let y = 0; y < 80; y++) {
        onSpan(y, 50, 51);
        map.data[y * 100 + 50] = IGNORE;
      }
      return { x: 50, y: 0, width: 1, height: 80 };
    });
    document.commit('wall');
    const fill = new FillTool(document, toolContext());
    click(fill, 10.7, 10.2);
    expect(count(document, ROAD)).toBe(50 * 80);
    expect(labelAt(document, 60, 10)).toBe(OTHER);
    expect(document.undoStack).toHaveLength(2);
    click(fill, 20, 20, true);
    expect(count(document, ROAD)).toBe(0);
    document.undo();
    expect(count(document, ROAD)).toBe(50 * 80);
  });

  it('leaves a locked class alone, and makes no step outside the frame', () => {
    const document = fresh();
    click(new FillTool(document, toolContext({ over: new Set([IGNORE]) })), 10, 10);
    click(new FillTool(document, toolContext()), -3, 10);
    expect(count(document, ROAD)).toBe(0);
    expect(document.undoStack).toHaveLength(0);
  });
});

describe('polygon', () => {
  const square = [
    [20, 20],
    [60, 20],
    [60, 60],
    [20, 60],
  ] as const;
  const begun = (document: MaskDocument, alt = false, more = {}) => {
    const polygon = new PolygonTool(document, toolContext(more));
    for (const [x, y] of square) click(polygon, x, y, alt);
    return polygon;
  };

  it('paints nothing before it is closed; Enter closes it as one step', () => {
    const document = fresh();
    const polygon = begun(document);
    expect(count(document, ROAD)).toBe(0);
    expect(polygon.preview()?.path?.points).toHaveLength(4);
    expect(polygon.command('confirm')).toBe(true);
    expect(count(document, ROAD)).toBe(1600);
    expect(document.undoStack).toHaveLength(1);
    expect(polygon.preview()).toBeNull();
  });

  it('a click on the first point closes it; a drag of it only moves it', () => {
    const document = fresh();
    const polygon = begun(document);
    drag(polygon, [
      [22, 21],
      [12, 11],
    ]);
    expect(polygon.preview()?.path?.points[0]).toEqual({ x: 10, y: 10 });
    click(polygon, 12, 11);
    expect(count(document, ROAD)).toBeGreaterThan(1600);
    expect(labelAt(document, 15, 15)).toBe(ROAD);
  });

  it('a double click closes it without another point', () => {
    const document = fresh();
    const polygon = begun(document);
    click(polygon, 20, 60);
    expect(polygon.preview()?.path?.points).toHaveLength(4);
    polygon.command('confirm');
    expect(count(document, ROAD)).toBe(1600);
  });

  it('begun with Alt it takes away', () => {
    const document = filled(ROAD);
    begun(document, true).command('confirm');
    expect(count(document, OTHER)).toBe(1600);
  });

  it('a press on an edge adds a point there, which the drag then moves', () => {
    const document = fresh();
    const polygon = begun(document);
    polygon.hover({ x: 40, y: 22 });
    expect(polygon.preview()?.path?.insert).toEqual({ x: 40, y: 20 });
    drag(polygon, [
      [40, 20],
      [40, 5],
    ]);
    expect(polygon.preview()?.path?.points[1]).toEqual({ x: 40, y: 5 });
    polygon.command('confirm');
    expect(labelAt(document, 40, 10)).toBe(ROAD);
  });

  it('points are as near as they look: at 400 % the same place is another point', () => {
    const polygon = new PolygonTool(fresh(), toolContext({}, { scale: () => 4 }));
    click(polygon, 20, 20);
    click(polygon, 25, 20);
    expect(polygon.preview()?.path?.points).toHaveLength(2);
    click(polygon, 26, 20);
    expect(polygon.preview()?.path?.points).toHaveLength(2);
  });

  it('Backspace takes points back, Esc all of them; without any the keys are not its', () => {
    const document = fresh();
    const polygon = begun(document);
    expect(polygon.command('back')).toBe(true);
    expect(polygon.preview()?.path?.points).toHaveLength(3);
    expect(polygon.command('cancel')).toBe(true);
    for (const what of ['confirm', 'back', 'cancel'] as const) expect(polygon.command(what)).toBe(false);
    expect(document.undoStack).toHaveLength(0);
  });

  it('with two points Enter does not close it and does not go on to the key map', () => {
    const document = fresh();
    const polygon = new PolygonTool(document, toolContext());
    click(polygon, 10, 10);
    click(polygon, 50, 10);
    expect(polygon.command('confirm')).toBe(true);
    expect(polygon.preview()?.path?.points).toHaveLength(2);
  });

  it('Esc while a point is held puts it back where it was', () => {
    const polygon = begun(fresh());
    polygon.pointerDown({ x: 60, y: 60 });
    polygon.pointerMove({ x: 90, y: 70 });
    polygon.cancel();
    expect(polygon.preview()?.path?.points[2]).toEqual({ x: 60, y: 60 });
    polygon.pointerDown({ x: 5, y: 70 });
    polygon.cancel();
    expect(polygon.preview()?.path?.points).toHaveLength(4);
  });

  it('waits while another tool is in hand', () => {
    const document = fresh();
    const polygon = begun(document);
    polygon.leave();
    expect(document.undoStack).toHaveLength(0);
    polygon.command('confirm');
    expect(count(document, ROAD)).toBe(1600);
  });

  it('paints only over what may be painted over', () => {
    const document = fresh();
    new FillTool(document, toolContext({ value: IGNORE })).pointerDown({ x: 1, y: 1 });
    document.commit('filled');
    begun(document, false, { over: new Set([OTHER]) }).command('confirm');
    expect(count(document, ROAD)).toBe(0);
    expect(document.undoStack).toHaveLength(1);
  });
});

describe('lasso and rectangle', () => {
  it('the lasso paints what was drawn around, when it is let go', () => {
    const document = fresh();
    const lasso = new LassoTool(document, toolContext());
    lasso.pointerDown({ x: 10, y: 10 });
    lasso.pointerMove({ x: 50, y: 10 }, { x: 50, y: 50 });
    lasso.pointerMove({ x: 10, y: 50 });
    expect(count(document, ROAD)).toBe(0);
    expect(lasso.preview()?.path).toMatchObject({ closed: true });
    lasso.pointerUp();
    expect(count(document, ROAD)).toBe(1600);
    expect(document.undoStack).toHaveLength(1);
  });

  it('with Alt it takes away, and Esc while drawing leaves all as it was', () => {
    const document = filled(ROAD);
    const around = [
      [10, 10],
      [50, 10],
      [50, 50],
      [10, 50],
    ] as const;
    const lasso = new LassoTool(document, toolContext());
    lasso.pointerDown({ x: 1, y: 1 });
    lasso.pointerMove({ x: 60, y: 1 }, { x: 60, y: 60 });
    lasso.cancel();
    lasso.pointerUp();
    expect(count(document, OTHER)).toBe(0);
    drag(lasso, around, { alt: true });
    expect(count(document, OTHER)).toBe(1600);
  });

  it('the rectangle holds the pixels under both corners, whichever way it is dragged', () => {
    for (const [from, to] of [
      [
        [10.2, 20.9],
        [19.9, 24.1],
      ],
      [
        [19.9, 24.1],
        [10.2, 20.9],
      ],
    ] as const) {
      const document = fresh();
      drag(new RectangleTool(document, toolContext()), [from, to]);
      expect(count(document, ROAD)).toBe(10 * 5);
      expect([labelAt(document, 10, 20), labelAt(document, 19, 24), labelAt(document, 20, 24)]).toEqual([ROAD, ROAD, OTHER]);
    }
  });

  it('says its size while it is dragged, is a square with Shift, and a mere click is nothing', () => {
    const document = fresh();
    const rectangle = new RectangleTool(document, toolContext());
    rectangle.pointerDown({ x: 10, y: 10 });
    rectangle.pointerMove({ x: 29, y: 14 });
    expect(rectangle.preview()?.label?.text).toBe('20 × 5 px');
    rectangle.pointerMove({ x: 29, y: 14, shift: true });
    rectangle.pointerUp();
    expect(count(document, ROAD)).toBe(400);
    click(rectangle, 80, 70);
    expect(document.undoStack).toHaveLength(1);
  });
});
