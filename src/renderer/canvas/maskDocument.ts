// One frame's mask while it is worked on: the label map is the truth, a stroke is one undoable step, every change says where it was.
import { assertSameSize, type LabelMap } from '../../shared/mask/labelMap';
import { type OnSpan } from '../../shared/mask/paint';
import { wholeRect, type Rect } from '../../shared/mask/rect';
import { takeOver } from './mergeMasks';
import { packTile, stepBytes, TILE, TileGrid, unpackTile, type UndoStep } from './undoTiles';

/** Called for every pixel that changes. */
export type PixelObserver = (index: number, before: number, after: number) => void;

export interface DocumentListener {
  /** A stroke began. */
  began?(): void;
  /** Pixels inside `rect` may have changed. */
  painted?(rect: Rect): void;
  /** The stroke ended, whether or not it changed anything. */
  ended?(): void;
  /** A step was done, undone or redone: the map is worth saving. */
  committed?(note: string): void;
}

export const UNDO_BYTES = 256 * 2 ** 20;

/** Tiles by number, as they were before the stroke. */
type KeptTiles = Map<number, Uint8Array>;

export class MaskDocument implements LabelMap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Grows with every change; what draws or counts compares it. */
  version = 0;
  /** Told of each pixel before listeners hear of the rectangle; one at most, since it is the inner loop. */
  observer: PixelObserver | null = null;
  readonly undoStack: UndoStep[] = [];
  readonly redoStack: UndoStep[] = [];

  private readonly grid: TileGrid;
  private readonly listeners = new Set<DocumentListener>();
  /** Null while no stroke is painted. */
  private before: KeptTiles | null = null;
  private historyBytes = 0;

  /** Takes `map` over: nobody else may write it from now on. */
  constructor(
    map: LabelMap,
    private readonly undoBytes = UNDO_BYTES,
  ) {
    if (map.data.length !== map.width * map.height) throw new RangeError('A label map holds width x height labels.');
    this.width = map.width;
    this.height = map.height;
    this.data = map.data;
    this.grid = new TileGrid(map.width, map.height);
  }

  /** Memory of the undo history alone. */
  get undoSize(): number {
    return this.historyBytes;
  }

  get stroking(): boolean {
    return this.before !== null;
  }

  /** Memory of this document: the map and its undo history. */
  get bytes(): number {
    return this.data.length + this.historyBytes;
  }

  listen(listener: DocumentListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  begin(): void {
    if (this.before) return;
    this.before = new Map();
    for (const listener of this.listeners) listener.began?.();
  }

  /**
   * Paints within a stroke: `draw` lays spans of `value` with any painter of shared/mask, passes `onSpan` on to it, and answers what it
   * touched.
   */
  paint(value: number, draw: (map: LabelMap, onSpan: OnSpan) => Rect | null): void {
    if (!this.before) throw new Error('A mask can only be painted within a stroke.');
    const rect = draw(this, (y, x0, x1) => this.beforeSpan(y, x0, x1, value));
    if (rect) this.tellPainted(rect);
  }

  /** Ends the stroke. True when it changed anything and became a step. */
  commit(note: string): boolean {
    const before = this.end();
    if (!before) return false;
    const tiles = [...before.keys()].filter((tile) => !this.isTile(tile, before.get(tile)!));
    if (tiles.length === 0) return false;
    const packed = tiles.map((tile) => packTile(before.get(tile)!));
    for (const step of this.redoStack.splice(0)) this.historyBytes -= step.bytes;
    const step = { note, tiles, packed, bytes: stepBytes(packed) };
    this.undoStack.push(step);
    this.historyBytes += step.bytes;
    while (this.historyBytes > this.undoBytes && this.undoStack.length > 1) this.historyBytes -= this.undoStack.shift()!.bytes;
    this.tellCommitted(note);
    return true;
  }

  /** Takes the stroke that is being painted back. */
  cancel(): void {
    for (const [tile, labels] of this.end() ?? []) this.writeTile(tile, labels);
  }

  undo(): boolean {
    return this.turn(this.undoStack, this.redoStack, 'undo');
  }

  redo(): boolean {
    return this.turn(this.redoStack, this.undoStack, 'redo');
  }

  /** Puts another map in place of this one, as one undoable step. True when anything changed. */
  replace(map: LabelMap, note: string): boolean {
    assertSameSize(this, map);
    this.commit('stroke');
    this.begin();
    for (let tile = 0; tile < this.grid.count; tile++) {
      const labels = this.grid.read(map.data, tile);
      if (this.isTile(tile, labels)) continue;
      this.keep(tile);
      this.writeTile(tile, labels);
    }
    return this.commit(note);
  }

  /**
   * Somebody else's newer version `theirs` came in under our strokes, which were made on `base` (null = all OTHER): their labels are taken
   * over wherever ours are still the base's, now and in every undo step, as if theirs had been there first. Nothing to save follows from it.
   */
  rebase(base: Uint8Array | null, theirs: Uint8Array | null): void {
    const before = this.data.slice();
    takeOver(this.data, base, theirs);
    const takeOverTile = (labels: Uint8Array, tile: number): void =>
      takeOver(labels, base && this.grid.read(base, tile), theirs && this.grid.read(theirs, tile));
    for (const [tile, labels] of this.before ?? []) takeOverTile(labels, tile);
    for (const step of [...this.undoStack, ...this.redoStack]) {
      step.tiles.forEach((tile, i) => {
        const labels = unpackTile(step.packed[i]!, this.grid.area(tile));
        takeOverTile(labels, tile);
        step.packed[i] = packTile(labels);
      });
      this.resize(step);
    }
    if (this.observer) for (let i = 0; i < before.length; i++) if (before[i] !== this.data[i]) this.observer(i, before[i]!, this.data[i]!);
    this.tellPainted(wholeRect(this));
  }

  private end(): KeptTiles | null {
    const before = this.before;
    this.before = null;
    if (before) for (const listener of this.listeners) listener.ended?.();
    return before;
  }

  private turn(from: UndoStep[], to: UndoStep[], note: string): boolean {
    this.commit('stroke');
    const step = from.pop();
    if (!step) return false;
    step.tiles.forEach((tile, i) => {
      const now = this.grid.read(this.data, tile);
      this.writeTile(tile, unpackTile(step.packed[i]!, now.length));
      step.packed[i] = packTile(now);
    });
    this.resize(step);
    to.push(step);
    this.tellCommitted(note);
    return true;
  }

  private resize(step: UndoStep): void {
    this.historyBytes -= step.bytes;
    step.bytes = stepBytes(step.packed);
    this.historyBytes += step.bytes;
  }

  /** Pixels [x0, x1) of row y are about to become `value`: keep their tiles, tell the observer. */
  private beforeSpan(y: number, x0: number, x1: number, value: number): void {
    const { data, observer } = this;
    const row = y * this.width;
    let i = row + x0;
    const end = row + x1;
    while (i < end && data[i] === value) i++;
    if (i === end) return;
    const firstTile = Math.floor(y / TILE) * this.grid.columns;
    const last = firstTile + Math.floor((x1 - 1) / TILE);
    for (let tile = firstTile + Math.floor((i - row) / TILE); tile <= last; tile++) this.keep(tile);
    if (!observer) return;
    for (; i < end; i++) if (data[i] !== value) observer(i, data[i]!, value);
  }

  private keep(tile: number): void {
    if (!this.before!.has(tile)) this.before!.set(tile, this.grid.read(this.data, tile));
  }

  private isTile(tile: number, labels: Uint8Array): boolean {
    const { x, y, width, height } = this.grid.box(tile);
    for (let row = 0, k = 0; row < height; row++) {
      const from = (y + row) * this.width + x;
      for (let i = from; i < from + width; i++, k++) if (this.data[i] !== labels[k]) return false;
    }
    return true;
  }

  private writeTile(tile: number, labels: Uint8Array): void {
    const { data, observer } = this;
    const box = this.grid.box(tile);
    for (let row = 0, k = 0; row < box.height; row++) {
      const from = (box.y + row) * this.width + box.x;
      for (let i = from; i < from + box.width; i++, k++) {
        const before = data[i]!;
        const after = labels[k]!;
        if (before === after) continue;
        data[i] = after;
        if (observer) observer(i, before, after);
      }
    }
    this.tellPainted(box);
  }

  private tellPainted(rect: Rect): void {
    this.version++;
    for (const listener of this.listeners) listener.painted?.(rect);
  }

  private tellCommitted(note: string): void {
    for (const listener of this.listeners) listener.committed?.(note);
  }
}
