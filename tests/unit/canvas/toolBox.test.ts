// The tools of the document on the canvas: which is in hand, what waits, and that no two of them share a key.
import { describe, expect, it } from 'vitest';
import { OTHER, ROAD } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { canvasCommands } from '../../../src/renderer/canvas/commands';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { ToolBox } from '../../../src/renderer/canvas/toolBox';
import { TOOL_GLYPHS } from '../../../src/renderer/canvas/toolGlyphs';
import { TOOL_ICONS } from '../../../src/renderer/canvas/toolIcons';
import { TOOLS } from '../../../src/renderer/canvas/tools/table';
import { clashes } from '../../../src/renderer/keyboard';
import { useView, type View } from '../../../src/renderer/state/view';
import { toolContext } from './toolContext';

const fresh = () => new MaskDocument(emptyLabelMap(100, 80));

function bench() {
  const told = { changes: 0 };
  const { options: _options, trail: _trail, ...door } = toolContext({}, { changed: () => told.changes++ });
  const box = new ToolBox(door, useView.getState());
  const choose = (view: Partial<View>) => box.followView({ ...useView.getState(), ...view });
  const click = (x: number, y: number) => {
    box.tool?.pointerDown({ x, y });
    box.tool?.pointerUp();
  };
  return { box, told, choose, click };
}

describe('tools in hand', () => {
  it('a polygon that is not closed waits for its tool and for its frame', () => {
    const { box, choose, click, told } = bench();
    const [one, two] = [fresh(), fresh()];
    box.setDocument(one);
    choose({ tool: 'polygon' });
    for (const [x, y] of [
      [10, 10],
      [50, 10],
      [50, 50],
    ] as const)
      click(x, y);
    expect(box.preview?.path?.points).toHaveLength(3);
    choose({ tool: 'brush' });
    expect(box.preview).toBeNull();
    choose({ tool: 'polygon' });
    box.setDocument(two);
    expect(box.preview).toBeNull();
    expect(box.tool?.command?.('confirm')).toBe(false);
    box.setDocument(null);
    expect(box.tool).toBeNull();
    box.setDocument(one);
    expect(box.tool?.command?.('confirm')).toBe(true);
    expect(one.data.includes(ROAD)).toBe(true);
    expect(told.changes).toBeGreaterThan(0);
  });

  it('every tool has the options of the moment, also when it was made before they changed', () => {
    const { box, choose, click } = bench();
    const document = fresh();
    box.setDocument(document);
    click(20, 20);
    choose({ paintClass: 26, brushSize: 4, paintOver: new Set([OTHER]) });
    click(20, 20);
    expect(document.data.includes(26)).toBe(false);
    click(80, 70);
    const small = document.data.filter((label) => label === 26).length;
    expect(small).toBeGreaterThan(8);
    expect(small).toBeLessThan(20);
  });

  it('each tool has a key of its own, an icon, and a glyph where its cursor is a cross', () => {
    expect(clashes(canvasCommands.map((command) => ({ group: '', ...command })))).toEqual([]);
    for (const { icon, cursor } of TOOLS) {
      expect(TOOL_ICONS[icon]).toBeDefined();
      expect(cursor === 'size' || TOOL_GLYPHS[icon] !== undefined).toBe(true);
    }
  });
});
