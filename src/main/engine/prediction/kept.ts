// Things that are dear to make, kept up to a total size, the least lately used let go first; never while one is lent.

interface Made<T> {
  readonly value: T;
  readonly size: number;
}
interface Entry<T> {
  readonly making: Promise<Made<T>>;
  /** Counted from the moment they ask: who waits for its making is a borrower already. */
  users: number;
  dropped: boolean;
}

export class Kept<T> {
  // Oldest use first.
  private readonly entries = new Map<string, Entry<T>>();

  /** @param release called once nobody uses a dropped one any more */
  constructor(
    private readonly limit: number,
    private readonly release: (value: T) => void,
  ) {}

  /** Makes it unless it is here. A failed making fails every borrower, and the next one tries again. */
  async lend<R>(key: string, make: () => Promise<Made<T>>, work: (value: T) => Promise<R>): Promise<R> {
    const entry = this.entries.get(key) ?? { making: make(), users: 0, dropped: false };
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.users++;
    try {
      const { value } = await entry.making;
      await this.shrink(key);
      return await work(value);
    } catch (error) {
      await entry.making.catch(() => this.forget(key, entry));
      throw error;
    } finally {
      entry.users--;
      await this.releaseIdle(entry);
    }
  }

  async clear(): Promise<void> {
    for (const [key, entry] of [...this.entries]) await this.drop(key, entry);
  }

  private async shrink(keep: string): Promise<void> {
    const kept = await Promise.all([...this.entries].map(async ([key, entry]) => ({ key, entry, size: await sizeOf(entry) })));
    let total = kept.reduce((sum, { size }) => sum + size, 0);
    for (const { key, entry, size } of kept) {
      if (total <= this.limit) return;
      if (key === keep) continue;
      await this.drop(key, entry);
      total -= size;
    }
  }

  private async drop(key: string, entry: Entry<T>): Promise<void> {
    this.forget(key, entry);
    if (entry.dropped) return;
    entry.dropped = true;
    await this.releaseIdle(entry);
  }

  private forget(key: string, entry: Entry<T>): void {
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }

  /** A dropped one that nobody uses can be lent no more: it is out of `entries`. */
  private async releaseIdle(entry: Entry<T>): Promise<void> {
    if (!entry.dropped || entry.users > 0) return;
    const made = await entry.making.catch(() => null);
    if (made) this.release(made.value);
  }
}

/** 0 of one whose making fails. */
const sizeOf = (entry: Entry<unknown>): Promise<number> =>
  entry.making.then(
    ({ size }) => size,
    () => 0,
  );
