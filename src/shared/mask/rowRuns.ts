// Runs of pixels, row by row, and which of them hang together (union-find): what connected components and decisions on predictions are made of.

/** Runs in the order of their rows and columns. Each may be joined with the runs of the row above while its row is being added. */
export class RowRuns {
  /** How many there are. */
  length = 0;
  /** [length] or longer: row, first column, and the column behind the last one, of each run. */
  y: Int32Array = new Int32Array(1024);
  x0: Int32Array = new Int32Array(1024);
  x1: Int32Array = new Int32Array(1024);
  private parent: Int32Array = new Int32Array(1024);
  private row = -1;
  /** The first run of the row at hand, and the first run above that can still touch one of it. */
  private rowStart = 0;
  private candidate = 0;

  /** Columns that two runs of neighbouring rows may be apart and still touch: 0 by sides alone (4), 1 by corners too (8). */
  constructor(private readonly reach: 0 | 1) {}

  /** Adds a run of row `y`, columns `x0` up to but without `x1`; rows and columns only ever grow. */
  add(y: number, x0: number, x1: number): number {
    if (y !== this.row) {
      this.candidate = y === this.row + 1 ? this.rowStart : this.length;
      this.row = y;
      this.rowStart = this.length;
    }
    const run = this.length++;
    if (run === this.parent.length) this.grow();
    this.y[run] = y;
    this.x0[run] = x0;
    this.x1[run] = x1;
    this.parent[run] = run;
    const { reach, rowStart } = this;
    // Runs above that end before this one begins cannot touch any later run either.
    while (this.candidate < rowStart && this.x1[this.candidate]! + reach <= x0) this.candidate++;
    for (let other = this.candidate; other < rowStart && this.x0[other]! < x1 + reach; other++) {
      const a = this.rootOf(other);
      const b = this.rootOf(run);
      if (a !== b) this.parent[Math.max(a, b)] = Math.min(a, b);
    }
    return run;
  }

  /** The first run of all that hang together with `run`. */
  rootOf(run: number): number {
    const { parent } = this;
    while (parent[run] !== run) run = parent[run] = parent[parent[run]!]!;
    return run;
  }

  private grow(): void {
    const wider = (old: Int32Array): Int32Array => {
      const more = new Int32Array(old.length * 2);
      more.set(old);
      return more;
    };
    this.y = wider(this.y);
    this.x0 = wider(this.x0);
    this.x1 = wider(this.x1);
    this.parent = wider(this.parent);
  }
}
