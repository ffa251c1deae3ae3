// Wand, superpixel brush, region taking and fill by colour, driven without a browser.
import { beforeEach, describe, expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { slic, type Superpixels } from '../../../src/shared/image/slic';
import type { ImagePixels } from '../../../src/shared/image/lab';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { fillHolesHere, keepOnlyThis, takeWhole } from '../../../src/renderer/canvas/assist';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { FillTool } from '../../../src/renderer/canvas/tools/fill';
import { paintRegion } from '../../../src/renderer/canvas/tools/regions';
import { SuperpixelTool } from '../../../src/renderer/canvas/tools/superpixel';
import { eraseRegion, NO_PREDICTION_THERE, NO_RUN, takeRegion, TakeRegionTool } from '../../../src/renderer/canvas/tools/takeRegion';
import type { Press, ToolContext, ToolOptions } from '../../../src/renderer/canvas/tools/tool';
import { WandTool } from '../../../src/renderer/canvas/tools/wand';
import { toolContext } from '../canvas/toolContext';

const W = 40;
const H = 30;
const at = (x: number, y: number, alt = false): Press => ({ x, y, alt });

/** Grey levels: a dark field, and from column 20 on a lighter one, which is split by a bright line at row 15. */
function picture(): ImagePixels {
  const data = new Uint8ClampedArray(W * H * 4).fill(255);
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) data.fill(x < 20 ? 60 : y === 15 ? 250 : 85, (y * W + x) * 4, (y * W + x) * 4 + 3);
  return { width: W, height: H, data };
}

interface Stage {
  readonly document: MaskDocument;
  readonly context: ToolContext;
  readonly options: { -readonly [Field in keyof ToolOptions]: ToolOptions[Field] };
  readonly refused: string[];
  changes: number;
}
let stage: Stage;
let probabilities: Uint8Array | null;
let image: () => ImagePixels | Promise<ImagePixels> | null;
let superpixels: () => Superpixels | Promise<Superpixels> | null;

beforeEach(() => {
  probabilities = null;
  const pixels = picture();
  image = () => pixels;
  superpixels = () => null;
  const refused: string[] = [];
  const made = toolContext(
    { wandTolerance: 10, wandGaps: false, radius: 2 },
    {
      image: () => image(),
      superpixels: () => superpixels(),
      probabilities: () => probabilities,
      prediction: () => 'unet 3, epoch 12',
      refuse: (why) => refused.push(why),
      changed: () => stage.changes++,
      set: (values) => Object.assign(stage.options, values),
    },
  );
  stage = {
    document: new MaskDocument(emptyLabelMap(W, H)),
    context: made,
    options: made.options as Stage['options'],
    refused,
    changes: 0,
  };
});
const road = (): number => stage.document.data.filter((label) => label === ROAD).length;
const notes = (): string[] => stage.document.undoStack.map(({ note }) => note);

describe('the wand', () => {
  const wand = () => new WandTool(stage.document, stage.context);

  it('shows the region while it is pressed and paints it as one step when it is let go', () => {
    const tool = wand();
    tool.pointerDown(at(5, 5));
    expect(tool.preview()?.label?.text).toBe('tolerance 10');
    expect(tool.preview()?.region?.rect).toEqual({ x: 0, y: 0, width: 20, height: H });
    expect(road()).toBe(0);
    tool.pointerUp();
    expect(road()).toBe(20 * H);
    expect(notes()).toEqual(['wand']);
    expect(tool.preview()).toBeNull();
  });

  it('takes more to the right, less to the left, and keeps the tolerance that was dragged to', () => {
    const tool = wand();
    tool.pointerDown(at(5, 5));
    tool.pointerMove(at(65, 5));
    expect(tool.preview()?.label?.text).toBe('tolerance 25');
    expect(tool.preview()?.region?.rect.width).toBe(W);
    tool.pointerMove(at(-35, 5));
    expect(tool.preview()?.label?.text).toBe('tolerance 0');
    tool.pointerMove(at(65, 5));
    tool.pointerUp();
    expect(stage.options.wandTolerance).toBe(25);
    // All but the bright line.
    expect(road()).toBe(W * H - 20);
  });

  it('reaches beyond what separates it only when it need not hang together', () => {
    const tool = wand();
    tool.pointerDown(at(30, 5));
    tool.pointerUp();
    expect(road()).toBe(20 * 15);
    stage.document.undo();
    stage.options.wandContiguous = false;
    const other = wand();
    other.pointerDown(at(30, 5));
    other.pointerUp();
    expect(road()).toBe(20 * (H - 1));
  });

  it('closes the small gaps that noise leaves, when it is asked to', () => {
    stage.options.wandTolerance = 30;
    stage.options.wandGaps = true;
    const tool = wand();
    tool.pointerDown(at(5, 5));
    expect(tool.preview()?.region?.map[15 * W + 30]).toBe(1);
    stage.options.wandGaps = false;
    tool.pointerUp();
    tool.adjusted();
    expect(tool.preview()?.region?.map[15 * W + 30]).toBe(0);
  });

  it('Alt takes away; Esc while pressed leaves everything as it was', () => {
    stage.document.replace({ width: W, height: H, data: new Uint8Array(W * H).fill(ROAD) }, 'all');
    const tool = wand();
    tool.pointerDown(at(5, 5, true));
    expect(tool.preview()?.region?.subtract).toBe(true);
    tool.pointerMove(at(45, 5));
    tool.cancel();
    expect(road()).toBe(W * H);
    expect(tool.preview()).toBeNull();
    tool.pointerDown(at(5, 5, true));
    tool.pointerUp();
    expect(road()).toBe(20 * H);
  });

  it('the slider moves the last region: Enter replaces what it painted, Esc drops it', () => {
    const tool = wand();
    tool.pointerDown(at(5, 5));
    tool.pointerUp();
    stage.options.wandTolerance = 30;
    tool.adjusted();
    expect(tool.preview()?.label?.text).toMatch(/tolerance 30.*Enter/);
    expect(tool.command('cancel')).toBe(true);
    expect(road()).toBe(20 * H);
    tool.pointerDown(at(5, 5));
    tool.pointerUp();
    const before = road();
    stage.options.wandTolerance = 5;
    tool.adjusted();
    expect(tool.command('confirm')).toBe(true);
    expect(road()).toBeLessThan(before);
    expect(road()).toBe(20 * H);
    expect(tool.command('confirm')).toBe(false);
  });

  it('the slider never undoes a stroke that came after', () => {
    const tool = wand();
    tool.pointerDown(at(5, 5));
    tool.pointerUp();
    stage.document.begin();
    const corner = Uint8Array.from(stage.document.data, (_, i) => (i < 5 ? 1 : 0));
    paintRegion(stage.document, { map: corner, rect: { x: 0, y: 0, width: 5, height: 1 } }, IGNORE, null);
    stage.document.commit('stroke');
    stage.options.wandTolerance = 30;
    tool.adjusted();
    tool.pointerDown(at(2, 2));
    expect(notes()).toEqual(['wand', 'stroke', 'wand']);
    expect([...stage.document.data.subarray(0, 6)]).toEqual([IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, ROAD]);
  });

  it('holds no picture and no region once it is left, also when the picture comes late', async () => {
    const ready = Promise.resolve(picture());
    const heavy = (tool: WandTool | SuperpixelTool) =>
      Object.values(tool).filter(
        (value) => value !== null && value !== stage.document && value !== stage.context && typeof value === 'object' && !('is' in value),
      );
    const tool = wand();
    tool.pointerDown(at(5, 5));
    tool.pointerUp();
    tool.leave();
    expect(heavy(tool)).toEqual([]);
    image = () => ready;
    tool.hover(at(5, 5));
    tool.leave();
    await ready;
    await Promise.resolve();
    expect(heavy(tool)).toEqual([]);
    tool.hover(at(5, 5));
    await ready;
    await Promise.resolve();
    tool.pointerDown(at(5, 5));
    tool.pointerUp();
    expect(road()).toBe(20 * H);
  });

  it('keeps ignore, and what may not be painted over', () => {
    stage.document.replace({ width: W, height: H, data: new Uint8Array(W * H).fill(IGNORE, 0, W) }, 'ignore');
    wand().pointerDown(at(5, 5));
    const tool = wand();
    tool.pointerDown(at(5, 5));
    tool.pointerUp();
    expect(road()).toBe(20 * (H - 1));
    stage.options.over = new Set([IGNORE]);
    tool.pointerDown(at(5, 5));
    tool.pointerUp();
    expect(road()).toBe(20 * H);
  });

  it('waits for a picture that is still being read, also when it is let go before', async () => {
    const pixels = picture();
    let come: (pixels: ImagePixels) => void = () => {};
    const promise = new Promise<ImagePixels>((resolve) => (come = resolve));
    image = () => promise;
    const tool = wand();
    tool.pointerDown(at(5, 5));
    expect(tool.preview()?.label?.text).toBe('reading the picture');
    tool.pointerUp();
    expect(road()).toBe(0);
    come(pixels);
    await promise;
    await Promise.resolve();
    expect(road()).toBe(20 * H);
  });

  it('says in one sentence when there is no picture, and paints nothing outside of the frame', () => {
    image = () => null;
    const tool = wand();
    tool.pointerDown(at(5, 5));
    tool.pointerUp();
    expect(stage.refused).toHaveLength(1);
    tool.pointerDown(at(-5, 5));
    expect(tool.busy).toBe(false);
    expect(notes()).toEqual([]);
  });
});

describe('the superpixel brush', () => {
  const found = () => slic(picture(), { size: 8 });
  const brush = () => {
    stage.options.superpixelSize = 8;
    return new SuperpixelTool(stage.document, stage.context);
  };

  it('shows what is under the brush and paints whole superpixels, once, as one step', () => {
    const all = found();
    superpixels = () => all;
    const tool = brush();
    tool.hover(at(10, 10));
    const { region } = tool.preview()!;
    expect(region!.map[10 * W + 10]).toBe(1);
    tool.pointerDown(at(10, 10));
    tool.pointerMove(at(10, 20));
    tool.pointerUp();
    expect(notes()).toEqual(['superpixels']);
    const taken = new Set([...all.ids].filter((_, i) => stage.document.data[i] === ROAD));
    // Whole ones, and none across the edge of the picture's fields.
    all.ids.forEach((id, i) => expect(stage.document.data[i] === ROAD).toBe(taken.has(id)));
    expect(stage.document.data[10 * W + 25]).toBe(OTHER);
    expect(taken.has(all.ids[20 * W + 10]!)).toBe(true);
  });

  it('Alt takes them away, Esc takes the stroke back', () => {
    const all = found();
    superpixels = () => all;
    stage.document.replace({ width: W, height: H, data: new Uint8Array(W * H).fill(ROAD) }, 'all');
    const tool = brush();
    tool.pointerDown(at(10, 10, true));
    expect(road()).toBeLessThan(W * H);
    tool.cancel();
    expect(road()).toBe(W * H);
    tool.pointerDown(at(10, 10, true));
    tool.pointerUp();
    expect(stage.document.data[10 * W + 10]).toBe(OTHER);
  });

  it('moving within what it has taken keeps showing it; left, it holds nothing', () => {
    const all = found();
    superpixels = () => all;
    const tool = brush();
    tool.pointerDown(at(4, 4));
    tool.pointerMove(at(4.2, 4));
    expect(tool.preview()!.region!.map[4 * W + 4]).toBe(1);
    tool.pointerUp();
    tool.leave();
    expect(Object.values(tool).filter((value) => value === all || value instanceof Uint8Array || value instanceof Promise)).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(tool, 'buffers')?.value).toBeNull();
  });

  it('says that it is looking while they are computed, and shows them once they are there', async () => {
    const promise = Promise.resolve(found());
    superpixels = () => promise;
    const tool = brush();
    tool.hover(at(10, 10));
    expect(tool.preview()?.label?.text).toBe('finding superpixels');
    tool.pointerDown(at(10, 10));
    expect(tool.busy).toBe(false);
    await promise;
    await Promise.resolve();
    expect(tool.preview()?.region).toBeDefined();
  });
});

describe('taking regions from the model', () => {
  const predict = (...boxes: [number, number, number, number][]): void => {
    probabilities = new Uint8Array(W * H);
    for (const [x, y, w, h] of boxes) for (let v = y; v < y + h; v++) probabilities.fill(200, v * W + x, v * W + x + w);
  };

  it('takes the connected region, names the run and the epoch, and keeps ignore and locked classes', () => {
    predict([2, 2, 10, 5], [20, 10, 6, 6]);
    stage.document.data.fill(IGNORE, 2 * W, 2 * W + 4);
    expect(takeRegion(stage.document, stage.context, { x: 5.5, y: 4.5 })).toBeNull();
    expect(road()).toBe(50 - 2);
    expect(notes()).toEqual(['region taken from unet 3, epoch 12']);
    stage.options.over = new Set([IGNORE]);
    expect(takeRegion(stage.document, stage.context, { x: 22, y: 12 })).toMatch(/Paint over/);
  });

  it('refuses in a sentence without a run, and away from any prediction', () => {
    expect(takeRegion(stage.document, stage.context, { x: 5, y: 4 })).toBe(NO_RUN);
    predict([2, 2, 10, 5]);
    expect(takeRegion(stage.document, stage.context, { x: 30, y: 20 })).toBe(NO_PREDICTION_THERE);
    expect(notes()).toEqual([]);
  });

  it('follows the threshold', () => {
    predict([2, 2, 10, 5]);
    expect(takeRegion(stage.document, { ...stage.context, threshold: () => 0.9 }, { x: 5, y: 4 })).toBe(NO_PREDICTION_THERE);
  });

  it('erases the region of the mask under the pointer, and no other', () => {
    stage.document.replace(
      { width: W, height: H, data: Uint8Array.from({ length: W * H }, (_, i) => (i % W < 5 || i % W > 30 ? ROAD : OTHER)) },
      'two',
    );
    expect(eraseRegion(stage.document, stage.context, { x: 2, y: 2 })).toBeNull();
    expect(road()).toBe(9 * H);
    expect(eraseRegion(stage.document, stage.context, { x: 2, y: 2 })).toMatch(/nothing/);
    stage.options.over = new Set([OTHER]);
    expect(eraseRegion(stage.document, stage.context, { x: 35, y: 2 })).toMatch(/Paint over/);
  });

  it('the whole prediction becomes the road; ignore stays', () => {
    predict([2, 2, 10, 5]);
    stage.document.replace(
      { width: W, height: H, data: Uint8Array.from({ length: W * H }, (_, i) => (i % W > 30 ? ROAD : i < 3 * W ? IGNORE : OTHER)) },
      'mask',
    );
    expect(takeWhole(stage.document, stage.context)).toBeNull();
    expect(road()).toBe(10 * 4);
    expect(stage.document.data[W]).toBe(IGNORE);
    expect(notes().at(-1)).toBe('mask taken from unet 3, epoch 12');
    expect(takeWhole(stage.document, stage.context)).toMatch(/already/);
    probabilities = null;
    expect(takeWhole(stage.document, stage.context)).toBe(NO_RUN);
  });

  it('as a tool it shows the region that a click takes, and with Alt the one that goes', () => {
    predict([2, 2, 10, 5]);
    const tool = new TakeRegionTool(stage.document, stage.context);
    tool.hover(at(5, 4));
    const { region } = tool.preview()!;
    expect(region!.rect).toEqual({ x: 2, y: 2, width: 10, height: 5 });
    tool.hover(at(6, 4));
    // The same object: it is not drawn anew at every move.
    expect(tool.preview()!.region).toBe(region);
    tool.pointerDown(at(5, 4));
    tool.pointerUp();
    expect(road()).toBe(50);
    tool.hover(at(5, 4, true));
    expect(tool.preview()!.region!.subtract).toBe(true);
    tool.pointerDown(at(5, 4, true));
    tool.pointerUp();
    expect(road()).toBe(0);
    tool.pointerDown(at(30, 20));
    tool.pointerUp();
    expect(stage.refused).toEqual([NO_PREDICTION_THERE]);
  });
});

describe('the menu on the canvas', () => {
  const ring = (): void => {
    const map = emptyLabelMap(W, H);
    for (let y = 5; y < 15; y++) map.data.fill(ROAD, y * W + 5, y * W + 15);
    for (let y = 8; y < 12; y++) map.data.fill(OTHER, y * W + 8, y * W + 12);
    map.data[20 * W + 30] = ROAD;
    stage.document.replace(map, 'ring');
  };

  it('fills the hole under the pointer, or the holes of the region under it, but not what is open', () => {
    ring();
    expect(fillHolesHere(stage.document, stage.context, { x: 9, y: 9 })).toBeNull();
    expect(road()).toBe(101);
    stage.document.undo();
    expect(fillHolesHere(stage.document, stage.context, { x: 6, y: 6 })).toBeNull();
    expect(road()).toBe(101);
    expect(fillHolesHere(stage.document, stage.context, { x: 1, y: 1 })).toMatch(/no hole/);
    expect(fillHolesHere(stage.document, stage.context, { x: 6, y: 6 })).toMatch(/no holes/);
  });

  it('fills thousands of holes of one region in one pass', () => {
    const map = { width: 400, height: 400, data: new Uint8Array(160_000).fill(ROAD) };
    for (let y = 1; y < 399; y += 2) for (let x = 1; x < 399; x += 2) map.data[y * 400 + x] = OTHER;
    const document = new MaskDocument(map);
    const begun = performance.now();
    expect(fillHolesHere(document, stage.context, { x: 0, y: 0 })).toBeNull();
    // One pass takes 10 ms; one pass a hole took seconds.
    expect(performance.now() - begun).toBeLessThan(500);
    expect(document.data.every((label) => label === ROAD)).toBe(true);
  });

  it('keeps the region under the pointer alone', () => {
    ring();
    expect(keepOnlyThis(stage.document, stage.context, { x: 6, y: 6 })).toBeNull();
    expect(road()).toBe(84);
    expect(keepOnlyThis(stage.document, stage.context, { x: 1, y: 1 })).toMatch(/Point at/);
  });
});

describe('fill by image colour', () => {
  it('paints what looks like the pressed pixel and hangs together with it', () => {
    Object.assign(stage.options, { fillBy: 'image', fillTolerance: 10 });
    const tool = new FillTool(stage.document, stage.context);
    tool.pointerDown(at(30, 20));
    tool.pointerUp();
    expect(road()).toBe(20 * 14);
    expect(notes()).toEqual(['filled']);
  });
});
