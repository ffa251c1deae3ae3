// Things that are dear to make, kept up to a total size, the least lately used let go first; never while one is lent.

interface Entry<T> {
  readonly value: T;
  readonly size: number;
  users: number;
  dropped: boolean;
}

export class Kept<T> {
  // Oldest use first.
  private readonly entries = new Map<string, Promise<Entry<T>>>();

  /** @param release called once nobody uses a dropped one any more */
  constructor(
    private readonly limit: number,
    private readonly release: (value: T) => void,
  ) {}

  /** Makes it unless it is here. A failed making fails every borrower, and the next one tries again. */
  async lend<R>(
    key: string,
    make: () => Promise<{ readonly value: T; readonly size: number }>,
    work: (value: T) => Promise<R>,
  ): Promise<R> {
    const wanted = this.entries.get(key) ?? make().then((made) => ({ ...made, users: 0, dropped: false }));
    this.entries.delete(key);
    this.entries.set(key, wanted);
    wanted.catch(() => this.entries.delete(key));
    const entry = await wanted;
    entry.users++;
    try {
      await this.shrink(key);
      return await work(entry.value);
    } finally {
      entry.users--;
      if (entry.dropped && entry.users === 0) this.release(entry.value);
    }
  }

  async clear(): Promise<void> {
    for (const key of [...this.entries.keys()]) await this.drop(key);
  }

  private async shrink(keep: string): Promise<void> {
    const sizes = new Map<string, number>();
    for (const [key, entry] of this.entries) {
      sizes.set(
        key,
        await entry.then(
          ({ size }) => size,
          () => 0,
        ),
      );
    }
    let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [key, size] of sizes) {
      if (total <= this.limit) return;
      if (key === keep) continue;
      await this.drop(key);
      total -= size;
    }
  }

  private async drop(key: string): Promise<void> {
    const entry = await this.entries.get(key);
    this.entries.delete(key);
    if (!entry) return;
    entry.dropped = true;
    if (entry.users === 0) this.release(entry.value);
  }
}
