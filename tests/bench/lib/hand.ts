// A hand with a mouse that reports 125 times a second: real pointer events into the window, sent on time whether or not the last one was answered.
import type { CDPSession, Page } from 'playwright';
import type { Point } from '../../e2e/lib/person';

/** Milliseconds between two reports of a common mouse. */
export const REPORT = 8;

export class Hand {
  private constructor(private readonly session: CDPSession) {}

  static async on(page: Page): Promise<Hand> {
    return new Hand(await page.context().newCDPSession(page));
  }

  /** Press at the first point, move through all, let go at the last. Answers when the window has taken all of it. */
  async stroke(path: readonly Point[], report = REPORT): Promise<void> {
    const sent: Promise<unknown>[] = [this.send('mouseMoved', path[0]!, 0)];
    sent.push(this.send('mousePressed', path[0]!, 1));
    const begun = performance.now();
    for (const [k, at] of path.entries()) {
      await until(begun + (k + 1) * report);
      sent.push(this.send('mouseMoved', at, 1));
    }
    await until(begun + (path.length + 1) * report);
    sent.push(this.send('mouseReleased', path.at(-1)!, 0));
    await Promise.all(sent);
  }

  private send(type: 'mouseMoved' | 'mousePressed' | 'mouseReleased', { x, y }: Point, buttons: 0 | 1): Promise<unknown> {
    const button = type !== 'mouseMoved' || buttons === 1 ? 'left' : 'none';
    return this.session.send('Input.dispatchMouseEvent', { type, x, y, button, buttons, clickCount: type === 'mouseMoved' ? 0 : 1 });
  }
}

async function until(time: number): Promise<void> {
  const wait = time - performance.now();
  if (wait > 0) await new Promise((go) => setTimeout(go, wait));
}
