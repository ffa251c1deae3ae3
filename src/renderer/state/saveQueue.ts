// One frame's strokes on their way to the database: sent in order, one at a time, kept until acknowledged, merged when the base is stale.
import { decodeRle } from '../../shared/mask/rle';
import type { UndoChange } from '../../shared/contract/masks';
import type { Author, VersionId } from '../../shared/domain';
import { ExpectedFailure, fail, ok, type Failure, type Result } from '../../shared/result';
import { mergeOnto } from '../canvas/mergeMasks';
import { undoChange, type UndoStep } from '../canvas/undoTiles';

export interface Snapshot {
  /** Unique per save, so that sending it twice adds nothing. */
  readonly key: string;
  readonly author: Author;
  readonly note: string;
  /** The whole map, shared/mask/rle; a promise while a worker encodes it. */
  rle: Uint8Array | Promise<Uint8Array>;
  /** All undo steps as they were after it. */
  steps: readonly UndoStep[];
}

/** What main last acknowledged: the map under all strokes that follow. */
export interface SavedState {
  readonly version: VersionId | null;
  /** Null: all OTHER. */
  readonly rle: Uint8Array | null;
}

export interface QueueDoor {
  save(base: VersionId | null, snapshot: Snapshot, rle: Uint8Array, undo: UndoChange): Promise<Result<{ version: VersionId }>>;
  /** The stored undo steps must be known before the first save says what becomes of them. One that rejects is asked again with the next attempt. */
  ready(): Promise<unknown>;
  load(): Promise<Result<SavedState>>;
  /** Somebody else's version came in between: the document must take over their pixels where we changed none. Answers what becomes of an undo step. */
  rebased(base: Uint8Array | null, theirs: Uint8Array | null): (step: UndoStep) => UndoStep;
  /** Anything about this queue changed: its length, its failure. */
  changed(): void;
  after(ms: number, run: () => void): void;
}

const RETRY = { first: 250, most: 30_000 };

export class SaveQueue {
  private readonly waiting: Snapshot[] = [];
  private sending = false;
  private attempts = 0;
  private wake: (() => void) | null = null;
  private closed = false;
  /** The newest version that main told of. */
  private newest = 0;
  /** Why the newest attempt failed; null while all is well. */
  failure: Failure | null = null;
  /** The undo steps that main has for what it last acknowledged; null: none that are of use. */
  stored: readonly UndoStep[] | null = null;

  constructor(
    public saved: SavedState,
    private readonly door: QueueDoor,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  push(snapshot: Snapshot): void {
    // Its project is no longer open.
    if (this.closed) return;
    this.waiting.push(snapshot);
    this.door.changed();
    void this.pump();
  }

  /** Tries again now instead of after the pause. */
  retryNow(): void {
    this.attempts = 0;
    this.wake?.();
    void this.pump();
  }

  /** Forgets what was not acknowledged; how many that were. */
  abandon(): number {
    this.closed = true;
    this.failure = null;
    const left = this.waiting.splice(0).length;
    this.wake?.();
    return left;
  }

  /** Main has a version of this frame. A newer one than ours is read, and the document takes it over, once nothing of ours is on its way. */
  heard(version: VersionId): void {
    this.newest = Math.max(this.newest, version);
    void this.pump();
  }

  /** The stored steps are known: those of waiting strokes stand on them. */
  restored(stored: readonly UndoStep[] | null, onto: (steps: readonly UndoStep[]) => readonly UndoStep[]): void {
    this.stored = stored;
    for (const snapshot of this.waiting) snapshot.steps = onto(snapshot.steps);
  }

  private async pump(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      while (!this.closed && (this.waiting.length > 0 || this.newest > (this.saved.version ?? 0))) {
        if (this.waiting.length === 0) {
          // What fails here is mended by the next stroke, whose base is stale then.
          this.newest = 0;
          await calmly(() => this.rebase());
          continue;
        }
        const answer = await calmly(() => this.sendFirst(this.waiting[0]!));
        if (answer.ok || this.closed) continue;
        this.failure = answer.error;
        this.door.changed();
        await this.pause();
      }
    } finally {
      this.sending = false;
    }
  }

  private async sendFirst(first: Snapshot): Promise<Result<null>> {
    await this.door.ready();
    const rle = await first.rle;
    if (this.closed) return ok(null);
    const { steps } = first;
    const answer = await this.door.save(this.saved.version, first, rle, undoChange(this.stored, steps));
    if (this.closed) return ok(null);
    if (answer.ok) {
      this.saved = { version: answer.value.version, rle };
      this.stored = steps;
      this.waiting.shift();
      this.attempts = 0;
      this.failure = null;
      this.door.changed();
      return ok(null);
    }
    if (answer.error.code !== 'stale-base') return answer;
    const merged = await this.rebase();
    // The same stroke is sent again at once; a base that goes stale over and over is a failure like any other.
    return merged.ok && ++this.attempts >= 5 ? answer : merged;
  }

  /** Puts every waiting stroke on top of main's newest version. */
  private async rebase(): Promise<Result<null>> {
    const answer = await this.door.load();
    if (this.closed) return ok(null);
    if (!answer.ok) return answer;
    const before = this.saved;
    const theirs = answer.value;
    if (theirs.version === before.version) return ok(null);
    const encoded = await Promise.all(this.waiting.map((snapshot) => snapshot.rle));
    if (this.closed) return ok(null);
    // Strokes that came while we waited for a worker stand at the end; their maps are merged when it is done with them.
    this.waiting.forEach((snapshot, i) => {
      const mine = encoded[i] ?? snapshot.rle;
      snapshot.rle =
        mine instanceof Uint8Array ? mergeOnto(before.rle, mine, theirs.rle) : mine.then((rle) => mergeOnto(before.rle, rle, theirs.rle));
    });
    this.saved = theirs;
    const onto = this.door.rebased(before.rle && decodeRle(before.rle).data, theirs.rle && decodeRle(theirs.rle).data);
    for (const snapshot of this.waiting) snapshot.steps = snapshot.steps.map(onto);
    this.stored = null;
    return ok(null);
  }

  private pause(): Promise<void> {
    const ms = Math.min(RETRY.most, RETRY.first * 2 ** Math.min(this.attempts++, 10));
    return new Promise((resolve) => {
      this.wake = resolve;
      this.door.after(ms, resolve);
    });
  }
}

/** What throws is a failure to save like any other: main is gone, the channel is closed, what main holds is damaged. */
async function calmly<T>(call: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ExpectedFailure) return { ok: false, error: error.failure };
    return fail('no-answer', `The studio did not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
}
