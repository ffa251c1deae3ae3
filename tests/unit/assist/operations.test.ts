// Mask operations with an outcome to look at first: grow, shrink, smooth, holes, islands, driven without a browser.
import { beforeEach, describe, expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { ANY_HOLE, changeOf, MaskOperation, type OperationRequest, type Pending } from '../../../src/renderer/canvas/maskOperation';

const W = 40;
const H = 30;

describe('mask operations', () => {
  let document: MaskDocument;
  let told: (Pending | null)[];
  let asked: { request: OperationRequest; done(): void }[];
  const operations = (atOnce?: number) =>
    new MaskOperation(
      {
        value: () => ROAD,
        over: () => null,
        compute: (request) => new Promise((resolve) => asked.push({ request, done: () => resolve(changeOf(request)) })),
        changed: (pending) => told.push(pending),
      },
      atOnce,
    );
  beforeEach(() => {
    document = new MaskDocument(emptyLabelMap(W, H));
    told = [];
    asked = [];
    const map = emptyLabelMap(W, H);
    for (let y = 10; y < 20; y++) map.data.fill(ROAD, y * W + 10, y * W + 20);
    map.data[15 * W + 15] = OTHER;
    document.replace(map, 'box');
  });

  it('show the outcome first, and make it as one step that can be undone', () => {
    const operation = operations();
    operation.setDocument(document);
    operation.show('holes', ANY_HOLE);
    expect(operation.pending?.change?.gets).toBe(1);
    expect(document.data.filter((label) => label === ROAD).length).toBe(99);
    expect(operation.apply()).toBe(true);
    expect(document.data.filter((label) => label === ROAD).length).toBe(100);
    expect(document.undoStack.at(-1)?.note).toBe('holes filled');
    expect(operation.pending).toBeNull();
    document.undo();
    expect(document.data.filter((label) => label === ROAD).length).toBe(99);
  });

  it('follow a stroke or an undo under the outcome that is shown', () => {
    const operation = operations();
    operation.setDocument(document);
    operation.show('holes', ANY_HOLE);
    document.undo();
    expect(operation.pending?.change?.gets).toBe(0);
    expect(operation.apply()).toBe(false);
  });

  it("follow somebody else's version that slips in under the outcome", () => {
    const operation = operations();
    operation.setDocument(document);
    operation.show('holes', ANY_HOLE);
    const base = document.data.slice();
    const theirs = base.slice();
    theirs[12 * W + 12] = IGNORE;
    theirs[15 * W + 15] = ROAD;
    document.rebase(base, theirs);
    expect(operation.pending?.change?.gets).toBe(0);
  });

  it('on large frames come from elsewhere: only the newest counts, and nothing is made before it is known', async () => {
    const operation = operations(0);
    operation.setDocument(document);
    operation.show('grow', 1);
    operation.show('grow', 3);
    expect(operation.apply()).toBe(false);
    asked[1]!.done();
    asked[0]!.done();
    await new Promise(setImmediate);
    expect(operation.pending).toMatchObject({ amount: 3, busy: false });
    expect(operation.apply()).toBe(true);
    expect(document.undoStack.at(-1)?.note).toBe('grown by 3 px');
  });

  it('are dropped with the frame', () => {
    const operation = operations();
    operation.setDocument(document);
    operation.show('shrink', 1);
    operation.setDocument(new MaskDocument(emptyLabelMap(W, H)));
    expect(operation.pending).toBeNull();
    expect(told.at(-1)).toBeNull();
  });
});
