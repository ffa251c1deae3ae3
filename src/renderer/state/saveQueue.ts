// One frame's strokes on their way to the database: sent in order, one at a time, kept until acknowledged, merged when the base is stale.
import { decodeRle } from '../../shared/mask/rle';
import type { Author, VersionId } from '../../shared/domain';
import { ExpectedFailure, fail, ok, type Failure, type Result } from '../../shared/result';
import { mergeOnto } from '../canvas/mergeMasks';

export interface Snapshot {
  /** Unique per save, so that sending it twice adds nothing. */
  readonly key: string;
  readonly author: Author;
  readonly note: string;
  /** The whole map, shared/mask/rle; a promise while a worker encodes it. */
  rle: Uint8Array | Promise<Uint8Array>;
}

/** What main last acknowledged: the map under all strokes that follow. */
export interface SavedState {
  readonly version: VersionId | null;
  /** Null: all OTHER. */
  readonly rle: Uint8Array | null;
}

export interface QueueDoor {
  save(base: VersionId | null, snapshot: Snapshot, rle: Uint8Array): Promise<Result<{ version: VersionId }>>;
  load(): Promise<Result<SavedState>>;
  /** Somebody else's version came in between: the document must take over their pixels where we changed none. */
  rebased(base: Uint8Array | null, theirs: Uint8Array | null): void;
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
  /** Why the newest attempt failed; null while all is well. */
  failure: Failure | null = null;

  constructor(
    public saved: SavedState,
    private readonly door: QueueDoor,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  push(snapshot: Snapshot): void {
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

  /** Nobody waits here: read main's newest version, and let the document take it over. */
  async refresh(): Promise<void> {
    if (this.waiting.length > 0 || this.sending) return;
    this.sending = true;
    try {
      await calmly(() => this.rebase());
    } finally {
      this.sending = false;
    }
    void this.pump();
  }

  private async pump(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      while (this.waiting.length > 0) {
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
    const rle = await first.rle;
    const answer = await this.door.save(this.saved.version, first, rle);
    if (this.closed) return ok(null);
    if (answer.ok) {
      this.saved = { version: answer.value.version, rle };
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
    this.door.rebased(before.rle && decodeRle(before.rle).data, theirs.rle && decodeRle(theirs.rle).data);
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
