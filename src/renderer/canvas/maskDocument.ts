// One frame's mask while it is worked on: the label map is the truth, a stroke is one undoable step, every change says where it was.
import { assertSameSize, type LabelMap } from '../../shared/mask/labelMap';
import { type OnSpan } from '../../shared/mask/paint';
import { Bounds, wholeRect, type Rect } from '../../shared/mask/rect';
import { shortNote } from '../../shared/mask/versionWords';
import { packTile, TILE, TileGrid, unpackTile } from '../../shared/mask/tiles';
import { UNDO_FRAME_BYTES } from '../../shared/mask/undoDeltas';
import { takeOver } from './mergeMasks';
import { makeStep, stepsOnto, type UndoStep } from './undoTiles';

/** Called for every pixel that changes. */
export type PixelObserver = (index: number, before: number, after: number) => void;

export interface DocumentListener {
  /** A stroke began. */
  began?(): void;
  /** Pixels inside `rect` may have changed. */
  painted?(rect: Rect): void;
  /** The brush was somewhere where painting is allowed, whether or not that changed a pixel. */
  reached?(): void;
  /** The stroke ended, whether or not it changed anything. */
  ended?(): void;
  /** A step was done, undone or redone: the map is worth saving. */
  committed?(note: string): void;
  /** The undo steps are others now, or stand elsewhere. */
  history?(): void;
}

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
  /** Done steps, the newest last; and undone ones, the next to be done again last. */
  readonly undoStack: UndoStep[] = [];
  readonly redoStack: UndoStep[] = [];
  /** Fetches the steps of earlier days (see `restore`); null once they are there. */
  fetchHistory: (() => Promise<void>) | null = null;

  private readonly grid: TileGrid;
  private readonly listeners = new Set<DocumentListener>();
  /** Null while no stroke is painted. */
  private before: KeptTiles | null = null;
  private historyBytes = 0;

  /** Takes `map` over: nobody else may write it from now on. */
  constructor(
    map: LabelMap,
    private readonly undoBytes = UNDO_FRAME_BYTES,
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
   * touched, null for nothing.
   */
  paint(value: number, draw: (map: LabelMap, onSpan: OnSpan) => Rect | null): void {
    if (!this.before) throw new Error('A mask can only be painted within a stroke.');
    const changed = new Bounds();
    const touched = draw(this, (y, x0, x1) => this.beforeSpan(y, x0, x1, value, changed));
    if (touched) for (const listener of this.listeners) listener.reached?.();
    // A brush that moves on changes the pixels at its front, not all that lie under it: only they are drawn and counted.
    const rect = changed.rect();
    if (rect) this.tellPainted(rect);
  }

  /** Ends the stroke. True when it changed anything and became a step. A long note is cut. */
  commit(words: string): boolean {
    const note = shortNote(words);
    const before = this.end();
    if (!before) return false;
    const tiles = [...before.keys()].filter((tile) => !this.isTile(tile, before.get(tile)!));
    if (tiles.length === 0) return false;
    const packed = tiles.map((tile) => packTile(before.get(tile)!));
    for (const step of this.redoStack.splice(0)) this.historyBytes -= step.bytes;
    const position = (this.undoStack.at(-1)?.position ?? 0) + 1;
    const step = makeStep({ position, note, at: Date.now(), undone: false, tiles, packed });
    this.undoStack.push(step);
    this.historyBytes += step.bytes;
    let dropped = 0;
    while (this.historyBytes > this.undoBytes && dropped < this.undoStack.length - 1) this.historyBytes -= this.undoStack[dropped++]!.bytes;
    this.undoStack.splice(0, dropped);
    this.tellCommitted(note);
    return true;
  }

  /** Takes the stroke that is being painted back. */
  cancel(): void {
    for (const [tile, labels] of this.end() ?? []) this.writeTile(tile, labels);
  }

  undo(): boolean {
    this.commit('stroke');
    return this.goTo(this.undoStack.length - 1);
  }

  redo(): boolean {
    this.commit('stroke');
    return this.goTo(this.undoStack.length + 1);
  }

  /** Undoes or does again until `done` steps are done, all to be saved at once. A stroke that is being painted is ended first. False when nothing moved. */
  goTo(done: number): boolean {
    this.commit('stroke');
    const from = this.undoStack.length;
    const to = Math.min(Math.max(0, done), from + this.redoStack.length);
    while (this.undoStack.length > to) this.redoStack.push(this.turned(this.undoStack.pop()!));
    while (this.undoStack.length < to) this.undoStack.push(this.turned(this.redoStack.pop()!));
    const moved = Math.abs(to - from);
    if (moved === 0) return false;
    const word = to < from ? 'undo' : 'redo';
    this.tellCommitted(moved === 1 ? word : `${word} of ${moved} steps`);
    return true;
  }

  /** All steps in their order: done ones, then undone ones. */
  get steps(): UndoStep[] {
    return [...this.undoStack, ...this.redoStack.slice().reverse()];
  }

  /** Nothing is to be fetched any more. */
  historyIsThere(): void {
    this.fetchHistory = null;
    for (const listener of this.listeners) listener.history?.();
  }

  /**
   * Puts the steps of earlier days under those made since this document was opened; undone ones are only of use while there are none of ours. Answers what
   * becomes of a list of our own steps by it.
   */
  restore(stored: readonly UndoStep[]): (ours: readonly UndoStep[]) => UndoStep[] {
    const own = this.undoStack.length + this.redoStack.length > 0;
    const done = stored.filter((step) => !step.undone);
    const last = done.at(-1)?.position ?? 0;
    const moved = new Map<UndoStep, UndoStep>();
    const move = (step: UndoStep): UndoStep => {
      const known = moved.get(step) ?? { ...step, position: step.position + last };
      moved.set(step, known);
      return known;
    };
    const after = (ours: readonly UndoStep[]): UndoStep[] => [...done, ...ours.map(move)];
    this.setSteps(own ? after(this.steps) : stored);
    return after;
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
   * Answers what became of each step.
   */
  rebase(base: Uint8Array | null, theirs: Uint8Array | null): (step: UndoStep) => UndoStep {
    const before = this.data.slice();
    takeOver(this.data, base, theirs);
    for (const [tile, labels] of this.before ?? [])
      takeOver(labels, base && this.grid.read(base, tile), theirs && this.grid.read(theirs, tile));
    const onto = stepsOnto(this.grid, base, theirs);
    this.setSteps(this.steps.map(onto));
    if (this.observer) for (let i = 0; i < before.length; i++) if (before[i] !== this.data[i]) this.observer(i, before[i]!, this.data[i]!);
    this.tellPainted(wholeRect(this));
    return onto;
  }

  private end(): KeptTiles | null {
    const before = this.before;
    this.before = null;
    if (before) for (const listener of this.listeners) listener.ended?.();
    return before;
  }

  /** Swaps the step's tiles with the map's. */
  private turned(step: UndoStep): UndoStep {
    const packed = step.packed.map((bytes, i) => {
      const tile = step.tiles[i]!;
      const now = this.grid.read(this.data, tile);
      this.writeTile(tile, unpackTile(bytes, now.length));
      return packTile(now);
    });
    const turned = makeStep({ ...step, undone: !step.undone, packed });
    this.historyBytes += turned.bytes - step.bytes;
    return turned;
  }

  private setSteps(steps: readonly UndoStep[]): void {
    this.undoStack.length = this.redoStack.length = this.historyBytes = 0;
    for (const step of steps) {
      (step.undone ? this.redoStack : this.undoStack).push(step);
      this.historyBytes += step.bytes;
    }
    this.redoStack.reverse();
    for (const listener of this.listeners) listener.history?.();
  }

  /** Pixels [x0, x1) of row y are about to become `value`: keep their tiles, tell the observer. */
  private beforeSpan(y: number, x0: number, x1: number, value: number, changed: Bounds): void {
    const { data, observer } = this;
    const row = y * this.width;
    let i = row + x0;
    let end = row + x1;
    while (i < end && data[i] === value) i++;
    if (i === end) return;
    while (data[end - 1] === value) end--;
    changed.addSpan(y, i - row, end - row);
    const firstTile = Math.floor(y / TILE) * this.grid.columns;
    const last = firstTile + Math.floor((end - 1 - row) / TILE);
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
    for (const listener of this.listeners) listener.history?.();
  }
}
