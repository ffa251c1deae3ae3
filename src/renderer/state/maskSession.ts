// Masks being worked on: one document a frame with its undo history, one save queue a frame, one line of state for the person.
import type { CallInput } from '../../shared/contract/call';
import type { LoadedMask, masks, SavedMask, UndoPage } from '../../shared/contract/masks';
import type { FrameId, FrameSummary, VersionId } from '../../shared/domain';
import { emptyLabelMap } from '../../shared/mask/labelMap';
import { decodeRle } from '../../shared/mask/rle';
import { attempt, fail, ok, unwrap, type Failure, type Result } from '../../shared/result';
import { MaskDocument } from '../canvas/maskDocument';
import { ByteLru } from './byteLru';
import { restoreUndo } from './restoreUndo';
import { SaveQueue } from './saveQueue';

export interface MaskDoor {
  load(input: { frame: FrameId }): Promise<Result<LoadedMask>>;
  save(input: CallInput<(typeof masks)['save']>): Promise<Result<SavedMask>>;
  /** A page of stored undo steps; and an older version's mask. */
  undoSteps(input: { frame: FrameId; after: number }): Promise<Result<UndoPage>>;
  version(input: { version: VersionId }): Promise<Result<{ rle: Uint8Array }>>;
  /** The whole map as RLE: at once when that is quick, else from a worker. The caller may go on painting. */
  encode(document: MaskDocument): Uint8Array | Promise<Uint8Array>;
  after(ms: number, run: () => void): void;
  key(): string;
  changed(state: SessionState): void;
}

export interface SessionState {
  /** Strokes that main has not acknowledged. */
  readonly waiting: number;
  /** True while a stroke is being painted. */
  readonly painting: boolean;
  readonly failure: Failure | null;
  /** Undo history in memory, all frames. */
  readonly undoBytes: number;
}

/** Milliseconds after a frame's mask is there; earlier when a stroke is to be saved or undone. */
const RESTORE_AFTER = 120;

export const DOCUMENT_BYTES = 256 * 2 ** 20;

interface Opened {
  readonly document: MaskDocument;
  readonly queue: SaveQueue;
}

export class MaskSession {
  private readonly opened: ByteLru<FrameId, Opened>;
  private readonly opening = new Map<FrameId, Promise<Result<MaskDocument>>>();
  private current: FrameId | null = null;
  private painting = false;
  /** Counts projects: what an earlier one still answers is dropped. */
  private generation = 0;
  private waiters: (() => void)[] = [];

  constructor(
    private readonly door: MaskDoor,
    cap = DOCUMENT_BYTES,
  ) {
    this.opened = new ByteLru<FrameId, Opened>(
      cap,
      () => {},
      ({ document, queue }, frame) => frame === this.current || queue.length > 0 || document.stroking,
    );
  }

  /** The document when it is in memory already. */
  peek(frame: FrameId): MaskDocument | undefined {
    return this.opened.get(frame)?.document;
  }

  /** Frames whose documents are in memory. */
  frames(): FrameId[] {
    return [...this.opened.keys()];
  }

  /** True when the frame has a mask: a stored one, or strokes of ours. */
  hasMask(frame: FrameId): boolean {
    const opened = this.opened.peek(frame);
    return opened !== undefined && (opened.queue.saved.version !== null || opened.queue.length > 0);
  }

  /** The frame on the canvas keeps its document whatever its size. */
  hold(frame: FrameId | null): void {
    this.current = frame;
  }

  open(frame: FrameId, width: number, height: number): Promise<Result<MaskDocument>> {
    const there = this.peek(frame);
    if (there) return Promise.resolve(ok(there));
    const already = this.opening.get(frame);
    if (already) return already;
    const promise = this.read(frame, width, height).finally(() => {
      if (this.opening.get(frame) === promise) this.opening.delete(frame);
    });
    this.opening.set(frame, promise);
    return promise;
  }

  /** Main tells of a frame: when its mask is a newer one than ours, somebody else made it. */
  heard(frame: FrameSummary): void {
    if (frame.mask !== null) this.opened.peek(frame.id)?.queue.heard(frame.mask);
  }

  /** Resolves true when every stroke is acknowledged, false when that has not happened after `patience` ms. Retries begin at once. */
  flush(patience = 10_000): Promise<boolean> {
    for (const frame of this.opened.keys()) {
      const opened = this.opened.peek(frame)!;
      if (opened.document.stroking) opened.document.commit('stroke');
      if (opened.queue.failure) opened.queue.retryNow();
    }
    if (this.waiting() === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      this.waiters.push(() => resolve(true));
      this.door.after(patience, () => resolve(this.waiting() === 0));
    });
  }

  /** Another project is open: its frames have the same ids, so nothing of the old one may reach it. Strokes that were lost by it, if any. */
  reset(): number {
    this.generation++;
    let lost = 0;
    for (const frame of this.opened.keys()) lost += this.opened.peek(frame)!.queue.abandon();
    this.current = null;
    this.painting = false;
    this.opening.clear();
    this.opened.clear();
    this.tell();
    return lost;
  }

  private waiting(): number {
    let sum = 0;
    for (const frame of this.opened.keys()) sum += this.opened.peek(frame)!.queue.length;
    return sum;
  }

  private async read(frame: FrameId, width: number, height: number): Promise<Result<MaskDocument>> {
    const { generation } = this;
    const answer = await attempt(async () => {
      const loaded = unwrap(await this.door.load({ frame }));
      const map = loaded.rle ? decodeRle(loaded.rle) : emptyLabelMap(width, height);
      return { loaded, map };
    });
    if (!answer.ok) return answer;
    if (generation !== this.generation) return fail('cancelled', 'Another project was opened.');
    const { loaded, map } = answer.value;
    if (map.width !== width || map.height !== height) {
      const sizes = `${map.width} x ${map.height}, the frame ${width} x ${height} pixels`;
      return fail('damaged', `The mask of this frame does not fit it: the mask has ${sizes}.`, 'Import its mask again.');
    }
    const document = new MaskDocument(map);
    let restoring: Promise<void> | null = null;
    const restore = (): Promise<void> =>
      (restoring ??= restoreUndo(this.door, frame, document, queue).then(
        () => {
          document.historyIsThere();
          // In the cache it weighs what it weighs with its steps.
          if (this.opened.peek(frame)?.document === document) this.opened.set(frame, { document, queue }, document.bytes);
          this.tell();
        },
        (error: unknown) => {
          restoring = null;
          throw error;
        },
      ));
    document.fetchHistory = restore;
    const queue = new SaveQueue(
      { version: loaded.version, rle: loaded.rle },
      {
        // The codec's bytes never lie in shared memory, which is all that the contract's narrower type excludes.
        save: (base, { key, author, note }, rle, undo) =>
          this.door.save({ frame, base, rle: rle as Uint8Array<ArrayBuffer>, author, note, key, undo }),
        ready: () => restore(),
        load: () => this.door.load({ frame }),
        rebased: (base, theirs) => document.rebase(base, theirs),
        changed: () => this.tell(),
        after: (ms, run) => this.door.after(ms, run),
      },
    );
    document.listen({
      began: () => this.setPainting(true),
      committed: (note) => {
        queue.push({ key: this.door.key(), author: 'human', note, rle: this.door.encode(document), steps: document.steps });
        this.opened.set(frame, { document, queue }, document.bytes);
      },
      ended: () => this.setPainting(false),
    });
    this.opened.set(frame, { document, queue }, document.bytes);
    // The frame is shown first, and a quick walk through frames reads none of their histories.
    this.door.after(RESTORE_AFTER, () => {
      // What fails now is asked for again when it is needed, and told of then.
      if (this.opened.peek(frame)?.document === document) restore().catch(() => undefined);
    });
    return ok(document);
  }

  private setPainting(painting: boolean): void {
    this.painting = painting;
    this.tell();
  }

  private tell(): void {
    const waiting = this.waiting();
    let failure: Failure | null = null;
    let undoBytes = 0;
    for (const frame of this.opened.keys()) {
      const { document, queue } = this.opened.peek(frame)!;
      failure ??= queue.failure;
      undoBytes += document.undoSize;
    }
    if (waiting === 0) for (const waiter of this.waiters.splice(0)) waiter();
    this.door.changed({ waiting, painting: this.painting, failure, undoBytes });
  }
}
