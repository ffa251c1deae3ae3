// Fewer messages to the window: at most one in so many milliseconds for each key, always ending with the newest.
export class Throttle<K, V> {
  private readonly waiting = new Map<K, V>();
  private readonly timers = new Map<K, NodeJS.Timeout>();

  constructor(
    private readonly milliseconds: number,
    private readonly deliver: (key: K, value: V) => void,
  ) {}

  /** Delivered at once when the last one is long enough ago, else when it is; a newer value takes an older one's place. */
  put(key: K, value: V): void {
    if (this.timers.has(key)) {
      this.waiting.set(key, value);
      return;
    }
    this.timers.set(
      key,
      setTimeout(() => this.due(key), this.milliseconds),
    );
    this.deliver(key, value);
  }

  /** Delivers what waits for this key, now: before something that must come after it. */
  flush(key: K): void {
    const value = this.waiting.get(key);
    if (value === undefined) return;
    this.waiting.delete(key);
    this.deliver(key, value);
  }

  private due(key: K): void {
    this.timers.delete(key);
    const value = this.waiting.get(key);
    if (value === undefined) return;
    this.waiting.delete(key);
    this.put(key, value);
  }
}
