// A bounded number of works at once; of those that wait the newest goes first: what scrolled by is less urgent than what is in view.
export class NewestFirst {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly atOnce: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) await new Promise<void>((go) => this.waiting.push(go));
    else this.running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not given back, so that nobody slips in between.
      const next = this.waiting.pop();
      if (next) next();
      else this.running -= 1;
    }
  }
}
