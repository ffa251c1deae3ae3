// Whatever the tools of the table did: undo of all is the first mask, redo of all the last, and no gesture is more than one step.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { TOOLS } from '../../../src/renderer/canvas/tools/table';
import type { ToolOptions } from '../../../src/renderer/canvas/tools/tool';
import { toolContext } from './toolContext';

const [width, height] = [150, 90];
const place = fc.record({ x: fc.double({ min: -20, max: 170, noNaN: true }), y: fc.double({ min: -20, max: 110, noNaN: true }) });
const held = fc.record({ alt: fc.boolean(), shift: fc.boolean() });
const LABELS: readonly number[] = [OTHER, ROAD, IGNORE, 26];
const label = fc.constantFrom(...LABELS);
const gesture = fc.record({
  tool: fc.nat({ max: TOOLS.length - 1 }),
  options: fc.record({
    radius: fc.double({ min: 0.5, max: 40, noNaN: true }),
    shape: fc.constantFrom('round' as const, 'square' as const),
    value: label,
    over: fc.option(fc.uniqueArray(label, { minLength: 1 }).map((labels) => new Set<number>(labels))),
  }),
  held,
  path: fc.array(place, { minLength: 1, maxLength: 6 }),
  end: fc.constantFrom('up' as const, 'up' as const, 'confirm' as const, 'cancel' as const, 'back' as const),
});

it('undo of all gives the first mask, redo of all the last, one step a gesture at most', () => {
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 14 }), fc.uint8Array({ minLength: 4, maxLength: 4 }), (gestures, seeds) => {
      const first = Uint8Array.from({ length: width * height }, (_, i) => LABELS[seeds[(i >> 5) % 4]! % 4]!);
      const document = new MaskDocument({ width, height, data: first.slice() });
      const counted = { road: first.filter((one) => one === ROAD).length };
      document.observer = (_, before, after) => {
        counted.road += Number(after === ROAD) - Number(before === ROAD);
      };
      const options: { -readonly [Field in keyof ToolOptions]: ToolOptions[Field] } = { ...toolContext().options };
      const context = toolContext({}, { options });
      const tools = TOOLS.map(({ make }) => make(document, context));
      for (const { tool: index, options: chosen, held: keys, path, end } of gestures) {
        const tool = tools[index]!;
        Object.assign(options, chosen);
        const before = document.data.slice();
        const steps = document.undoStack.length;
        tool.hover?.({ ...path[0]!, ...keys });
        tool.pointerDown({ ...path[0]!, ...keys });
        tool.pointerMove(...path.slice(1));
        if (end === 'cancel') tool.cancel();
        tool.pointerUp();
        if (end === 'confirm' || end === 'back') tool.command?.(end);
        expect(document.stroking).toBe(false);
        expect(document.undoStack.length - steps).toBeLessThanOrEqual(1);
        // What may not be painted over has not changed.
        const { over } = chosen;
        if (over) expect(before.every((one, i) => over.has(one) || document.data[i] === one)).toBe(true);
        if (document.undoStack.length === steps) expect(document.data).toEqual(before);
      }
      const last = document.data.slice();
      expect(counted.road).toBe(last.filter((one) => one === ROAD).length);
      const steps = document.undoStack.length;
      while (document.undo());
      expect(document.data).toEqual(first);
      expect(document.redoStack).toHaveLength(steps);
      while (document.redo());
      expect(document.data).toEqual(last);
    }),
    { numRuns: 60 },
  );
});
