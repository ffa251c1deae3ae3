// A least-recently-used cache capped by bytes. Whoever puts a value in says how large it is.
interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
}

export class ByteLru<K, V> {
  /** Iteration order of a Map is insertion order: the first entry is the one unused for longest. */
  private readonly entries = new Map<K, Entry<V>>();
  private total = 0;

  /** `dispose` is called with every value that leaves. `pinned` entries stay, whatever the cap says. */
  constructor(
    readonly cap: number,
    private readonly dispose: (value: V, key: K) => void = () => {},
    private readonly pinned: (value: V, key: K) => boolean = () => false,
  ) {}

  get bytes(): number {
    return this.total;
  }

  get size(): number {
    return this.entries.size;
  }

  has(key: K): boolean {
    return this.entries.has(key);
  }

  /** The value without counting as a use. */
  peek(key: K): V | undefined {
    return this.entries.get(key)?.value;
  }

  get(key: K): V | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  /** Puts a value in, or says that it has grown; the newest is never thrown out by its own size. */
  set(key: K, value: V, bytes: number): void {
    const before = this.entries.get(key);
    if (before) {
      this.total -= before.bytes;
      this.entries.delete(key);
      if (before.value !== value) this.dispose(before.value, key);
    }
    this.entries.set(key, { value, bytes });
    this.total += bytes;
    this.trim(key);
  }

  delete(key: K): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.total -= entry.bytes;
    this.dispose(entry.value, key);
  }

  deleteWhere(test: (key: K, value: V) => boolean): void {
    for (const [key, entry] of [...this.entries]) if (test(key, entry.value)) this.delete(key);
  }

  clear(): void {
    this.deleteWhere(() => true);
  }

  keys(): IterableIterator<K> {
    return this.entries.keys();
  }

  private trim(newest: K): void {
    if (this.total <= this.cap) return;
    for (const [key, entry] of [...this.entries]) {
      if (this.total <= this.cap) return;
      if (key !== newest && !this.pinned(entry.value, key)) this.delete(key);
    }
  }
}
