// The canvas's controller without a screen: what may be painted when, and steps that are still on their way.
import { describe, expect, it, vi } from 'vitest';
import { OTHER, ROAD, type FrameId, type FrameSummary, type RunId } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { NO_POST, plain } from '../../../src/shared/prediction/decision';
import { fail, ok } from '../../../src/shared/result';
import { useView } from '../../../src/renderer/state/view';
import { takeWhole } from '../../../src/renderer/canvas/assist';
import { CanvasController } from '../../../src/renderer/canvas/controller';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';

vi.mock('../../../src/renderer/canvas/screen', () => ({ Screen: class {} }));
// There is no drawing to wait for.
vi.mock('../../../src/renderer/state/afterDrawing', () => ({ onceAfterDrawing: (run: () => void) => run, ON_SCREEN: 20 }));

const frame: FrameSummary = {
  ...{ id: 1 as FrameId, name: 'a', width: 100, height: 80, split: 'none', review: 'unseen', note: '', mask: null, edited: false },
};

function bench() {
  const state = { why: null as string | null, refused: [] as string[] };
  const controller = new CanvasController({
    whyNot: () => state.why,
    refused: (why) => state.refused.push(why),
    hasMask: () => true,
    reference: async () => ok(null),
    version: async () => ok(emptyLabelMap(100, 80)),
    decide: () => Promise.reject(new Error('Small frames are decided at once.')),
    otherRun: { prediction: async () => fail('none', 'None.'), decision: () => plain(0.5), name: () => 'a run' },
    classColours: () => new Map([[ROAD, '#35c9f0']]),
    image: () => null,
    superpixels: () => null,
    prediction: () => null,
    follow: () => {},
    pending: () => false,
    painting: () => {},
  });
  const document = new MaskDocument(emptyLabelMap(100, 80));
  controller.show(frame, { picture: null, mask: document }, null);
  return { state, controller, document };
}

function stroke(document: MaskDocument, at: number, value = ROAD): void {
  document.replace({ width: 100, height: 80, data: document.data.map((label, i) => (i === at ? value : label)) }, 'stroke');
}

describe('the controller', () => {
  it('a place in the list of steps is a place in the list as it was shown: steps that come from the disk are not undone by it', async () => {
    const { controller, document } = bench();
    stroke(document, 5);
    const earlier = [...document.undoStack];
    const stored = new MaskDocument(emptyLabelMap(100, 80));
    for (let at = 0; at < 3; at++) stroke(stored, at);
    document.fetchHistory = vi.fn(async () => {
      document.restore(stored.steps);
      document.historyIsThere();
    });
    controller.goTo(earlier.length);
    await new Promise(setImmediate);
    expect(document.fetchHistory).not.toHaveBeenCalled();
    expect(document.data[5]).toBe(ROAD);
    // Undo means the step before, which is worth waiting for.
    controller.undo();
    controller.undo();
    await new Promise(setImmediate);
    expect(document.data[5]).toBe(OTHER);
    expect([document.undoStack.length, document.redoStack.length]).toEqual([2, 2]);
  });

  it('what a tool has pending is painted only where painting is possible; until then it stays pending', () => {
    const { controller, document, state } = bench();
    useView.getState().setTool('polygon');
    const { gestures, viewport } = controller;
    for (const [x, y] of [
      [10, 10],
      [60, 10],
      [60, 60],
    ] as const) {
      const at = { x: viewport.x + x * viewport.scale, y: viewport.y + y * viewport.scale };
      gestures.down({ ...at, button: 0, shift: false, alt: false, path: [at] });
      gestures.up();
    }
    state.why = 'The mask is hidden.';
    expect(gestures.command('confirm')).toBe(true);
    expect(document.data.includes(ROAD)).toBe(false);
    expect(state.refused).toEqual(['The mask is hidden.']);
    state.why = null;
    expect(gestures.command('confirm')).toBe(true);
    expect(document.data.includes(ROAD)).toBe(true);
    state.why = 'The mask is hidden.';
    // Nothing is pending: the key is for others.
    expect(gestures.command('confirm')).toBe(false);
    expect(state.refused).toHaveLength(1);
    useView.getState().setTool('brush');
  });

  it('undo, a place in the list, replacing and acting are refused with the reason', () => {
    const { controller, document, state } = bench();
    stroke(document, 5);
    state.why = 'This project can only be looked at.';
    controller.undo();
    controller.goTo(0);
    expect(controller.replace(emptyLabelMap(100, 80), 'nothing')).toBeNull();
    controller.act(() => expect.unreachable());
    expect(document.data[5]).toBe(ROAD);
    expect(state.refused).toHaveLength(4);
  });

  it('what is taken from a prediction is what is seen of it: what follows the threshold, too', () => {
    const { controller, document } = bench();
    const probabilities = new Uint8Array(8000).fill(255, 0, 3).fill(255, 200, 240);
    controller.show(frame, { picture: null, mask: document }, { run: 1 as RunId, epoch: 1, frame: frame.id, probabilities });
    useView.getState().setPost({ smallest: 10 });
    controller.act(takeWhole);
    expect(document.data.reduce((road, label) => road + (label === ROAD ? 1 : 0), 0)).toBe(40);
    useView.getState().setPost(NO_POST);
    controller.act(takeWhole);
    expect(document.data.reduce((road, label) => road + (label === ROAD ? 1 : 0), 0)).toBe(43);
  });
});
