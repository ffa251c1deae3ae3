// The handshake before anything that unsaved strokes would not survive: the window is asked to save, and says when it has.
export class Handshake {
  private waiting: { promise: Promise<boolean>; answer: (saved: boolean) => void } | null = null;

  /** `ask` sends the window its `closing` event; false when there is no window to ask, and so nothing unsaved. */
  constructor(
    private readonly ask: () => boolean,
    private readonly patience = 10_000,
  ) {}

  /** True once the window has saved everything; false when it has not said so in time. Asked twice at once, it is one question. */
  settle(): Promise<boolean> {
    if (this.waiting) return this.waiting.promise;
    if (!this.ask()) return Promise.resolve(true);
    let answer: (saved: boolean) => void = () => undefined;
    const promise = new Promise<boolean>((resolve) => (answer = resolve));
    const timer = setTimeout(() => answer(false), this.patience);
    const waiting = { promise, answer };
    this.waiting = waiting;
    return promise.finally(() => {
      clearTimeout(timer);
      if (this.waiting === waiting) this.waiting = null;
    });
  }

  /** The window's app.readyToClose. */
  ready(): void {
    this.waiting?.answer(true);
  }

  /** The window is gone: nobody will answer, and what was not saved went with it. */
  gone(): void {
    this.waiting?.answer(true);
  }
}
