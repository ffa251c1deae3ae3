// Wishes of one kind, of which only the newest counts, and at most so many under way.
import { fail, type Result } from '../../shared/result';

/** The code of a wish that a newer one replaced before it was sent or answered. */
export const SUPERSEDED = 'superseded';

interface Waiting<W, T> {
  readonly wish: W;
  readonly answer: (result: Result<T>) => void;
}

export class Lane<W, T> {
  newest: Waiting<W, T> | null = null;
  private readonly flying = new Set<Promise<unknown>>();

  constructor(private readonly atOnce: number) {}

  supersede(why: string): void {
    this.newest?.answer(fail(SUPERSEDED, why));
    this.newest = null;
  }

  /** Sends the wish if one waits and there is a place; `after` when it was answered. */
  send(send: (wish: W) => Promise<Result<T>>, after: () => void): void {
    const { newest } = this;
    if (!newest || this.flying.size >= this.atOnce) return;
    this.newest = null;
    const sent = send(newest.wish);
    this.flying.add(sent);
    void sent.then((result) => {
      this.flying.delete(sent);
      newest.answer(result);
      after();
    });
  }

  clear(why: string): void {
    this.supersede(why);
    this.flying.clear();
  }
}
