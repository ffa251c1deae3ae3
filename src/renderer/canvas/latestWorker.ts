// A worker that computes one thing at a time, where only the newest wish counts: an older one that has not begun is given up.

/** What a given-up promise is rejected with. */
export class GivenUp extends Error {
  constructor() {
    super('Something newer was asked for.');
  }
}

interface Wish<In, Out> {
  readonly input: In;
  resolve(output: Out): void;
  reject(error: Error): void;
}

export interface WorkerAnswer<Out> {
  readonly output: Out | null;
  readonly problem: string;
}

export class LatestWorker<In, Out> {
  private worker: Worker | null = null;
  private running: Wish<In, Out> | null = null;
  private waiting: Wish<In, Out> | null = null;

  constructor(private readonly start: () => Worker) {}

  ask(input: In): Promise<Out> {
    this.waiting?.reject(new GivenUp());
    return new Promise((resolve, reject) => {
      this.waiting = { input, resolve, reject };
      this.next();
    });
  }

  /** Nothing more is wanted: what waits is given up, what runs is let run out. */
  drop(): void {
    this.waiting?.reject(new GivenUp());
    this.waiting = null;
  }

  private next(): void {
    if (this.running || !this.waiting) return;
    const wish = this.waiting;
    this.waiting = null;
    try {
      this.worker ??= this.begin();
      this.worker.postMessage(wish.input);
      this.running = wish;
    } catch (error) {
      // No thread, or no memory for the copy: this wish fails, and the next one is tried.
      wish.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private begin(): Worker {
    const worker = this.start();
    const settle = (act: (wish: Wish<In, Out>) => void): void => {
      const wish = this.running;
      this.running = null;
      if (wish) act(wish);
      this.next();
    };
    worker.onmessage = ({ data: { output, problem } }: MessageEvent<WorkerAnswer<Out>>) =>
      settle((wish) => (output === null ? wish.reject(new Error(problem)) : wish.resolve(output)));
    worker.onerror = (event) => {
      worker.terminate();
      this.worker = null;
      settle((wish) => wish.reject(new Error(event.message || 'A helper thread has ended.')));
    };
    return worker;
  }
}

/** The worker's side: answers each message with what `compute` makes of it; `transfer` names what need not be copied. */
export function answerMessages<In, Out>(compute: (input: In) => Out, transfer: (output: Out) => Transferable[]): void {
  const scope = globalThis as unknown as {
    onmessage: ((event: MessageEvent<In>) => void) | null;
    postMessage(answer: WorkerAnswer<Out>, transfer: Transferable[]): void;
  };
  scope.onmessage = ({ data }) => {
    try {
      const output = compute(data);
      scope.postMessage({ output, problem: '' }, transfer(output));
    } catch (error) {
      scope.postMessage({ output: null, problem: error instanceof Error ? error.message : String(error) }, []);
    }
  };
}
