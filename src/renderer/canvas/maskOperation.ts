// An operation on the whole mask, looked at before it is made: grow, shrink, smooth, fill holes, remove islands. A state machine without a browser.
import type { MaskChange } from '../../shared/mask/change';
import type { LabelMap } from '../../shared/mask/labelMap';
import { grow, shrink, smooth } from '../../shared/mask/morphology';
import { fillHoles, removeIslands } from '../../shared/mask/regions';
import type { MaskDocument } from './maskDocument';
import { commitChange } from './tools/regions';

export type OperationName = 'grow' | 'shrink' | 'smooth' | 'holes' | 'islands';

export interface OperationKind {
  readonly name: OperationName;
  readonly title: string;
  readonly hint: string;
  /** Of its one number. */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly start: number;
  /** What the mask's history calls it. */
  note(amount: number): string;
}

/** The largest number of 'fill holes' means holes of any size. */
export const ANY_HOLE = 5000;

export const OPERATIONS: readonly OperationKind[] = [
  {
    name: 'grow',
    title: 'Grow',
    hint: 'The class grows by so many pixels on all sides',
    label: 'By',
    min: 1,
    max: 40,
    start: 2,
    note: (n) => `grown by ${n} px`,
  },
  {
    name: 'shrink',
    title: 'Shrink',
    hint: 'The class shrinks by so many pixels; not from the edge of the picture, nor from ignore',
    label: 'By',
    min: 1,
    max: 40,
    start: 2,
    note: (n) => `shrunk by ${n} px`,
  },
  {
    name: 'smooth',
    title: 'Smooth',
    hint: 'Each pixel follows the majority around it: spikes and notches go, straight borders stay',
    label: 'By',
    min: 1,
    max: 20,
    start: 4,
    note: (n) => `smoothed by ${n} px`,
  },
  {
    name: 'holes',
    title: 'Fill holes',
    hint: 'What the class encloses and is smaller than so many pixels becomes the class',
    label: 'Below',
    min: 1,
    max: ANY_HOLE,
    start: ANY_HOLE,
    note: (n) => (n >= ANY_HOLE ? 'holes filled' : `holes below ${n} px filled`),
  },
  {
    name: 'islands',
    title: 'Remove islands',
    hint: 'Pieces of the class smaller than so many pixels go',
    label: 'Below',
    min: 1,
    max: 5000,
    start: 200,
    note: (n) => `islands below ${n} px removed`,
  },
];

export const operation = (name: OperationName): OperationKind => OPERATIONS.find((one) => one.name === name)!;

export interface OperationRequest {
  readonly name: OperationName;
  readonly map: LabelMap;
  readonly value: number;
  readonly amount: number;
  readonly over: ReadonlySet<number> | null;
}

export function changeOf({ name, map, value, amount, over }: OperationRequest): MaskChange {
  switch (name) {
    case 'grow':
      return grow(map, value, amount, over);
    case 'shrink':
      return shrink(map, value, amount, over);
    case 'smooth':
      return smooth(map, value, amount, over);
    case 'holes':
      return fillHoles(map, value, amount >= ANY_HOLE ? Infinity : amount, over);
    case 'islands':
      return removeIslands(map, value, amount, over);
  }
}

/** A KITTI frame (0.5 megapixels) takes 6 to 50 ms here; what is larger goes to the worker. */
const AT_ONCE_PIXELS = 1e6;

export interface Pending {
  readonly name: OperationName;
  readonly amount: number;
  /** While `busy` the last one known, or null. */
  readonly change: MaskChange | null;
  /** The outcome is computed. */
  readonly busy: boolean;
  readonly problem: string;
}

export interface OperationDoor {
  value(): number;
  over(): ReadonlySet<number> | null;
  /** Computes elsewhere; rejects when a newer one was asked for. */
  compute(request: OperationRequest): Promise<MaskChange>;
  changed(pending: Pending | null): void;
}

export class MaskOperation {
  private document: MaskDocument | null = null;
  private forget: () => void = () => {};
  pending: Pending | null = null;
  private turn = 0;

  constructor(
    private readonly door: OperationDoor,
    private readonly atOnce = AT_ONCE_PIXELS,
  ) {}

  /** Another frame ends what is pending. */
  setDocument(document: MaskDocument | null): void {
    if (document === this.document) return;
    this.drop();
    this.forget();
    this.document = document;
    // Strokes, undo and other people's versions under a shown outcome: it is computed anew.
    this.forget = document?.listen({ history: () => this.again() }) ?? (() => {});
  }

  /** Shows what `name` with `amount` would do. */
  show(name: OperationName, amount: number): void {
    const { document } = this;
    if (!document) return;
    const turn = ++this.turn;
    const { width, height, data } = document;
    const request = { name, amount, value: this.door.value(), over: this.door.over() };
    if (data.length <= this.atOnce)
      return this.tell({ name, amount, change: changeOf({ ...request, map: document }), busy: false, problem: '' });
    this.tell({ name, amount, change: this.pending?.name === name ? this.pending.change : null, busy: true, problem: '' });
    this.door.compute({ ...request, map: { width, height, data: data.slice() } }).then(
      (change) => turn === this.turn && this.tell({ name, amount, change, busy: false, problem: '' }),
      (error: unknown) =>
        turn === this.turn &&
        this.tell({ name, amount, change: null, busy: false, problem: error instanceof Error ? error.message : String(error) }),
    );
  }

  /** The class or what may be painted over changed. */
  again(): void {
    if (this.pending) this.show(this.pending.name, this.pending.amount);
  }

  /** Makes it: one step. False when it changes nothing or is not known yet. */
  apply(): boolean {
    const { document, pending } = this;
    if (!document || !pending?.change || pending.busy) return false;
    const { name, amount, change } = pending;
    this.drop();
    return commitChange(document, change, operation(name).note(amount));
  }

  drop(): void {
    this.turn++;
    if (this.pending) this.tell(null);
  }

  private tell(pending: Pending | null): void {
    this.pending = pending;
    this.door.changed(pending);
  }
}

/** Why an operation cannot change what one might expect: in words for the panel; null when there is nothing to say. */
export function keptBack(value: number, over: ReadonlySet<number> | null, name: OperationName): string | null {
  const takes = name === 'shrink' || name === 'islands' || name === 'smooth';
  if (over && takes && !over.has(value)) return 'Paint over keeps this class as it is.';
  if (over && name !== 'shrink' && name !== 'islands' && ![...over].some((label) => label !== value))
    return 'Paint over keeps all other classes.';
  return null;
}
