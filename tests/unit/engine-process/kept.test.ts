// What is kept up to a size: the least lately used goes first, and nothing goes while it is lent.
import { describe, expect, it } from 'vitest';
import { Kept } from '../../../src/main/engine/prediction/kept';

function keeping(limit: number) {
  const released: string[] = [];
  const made: string[] = [];
  const kept = new Kept<string>(limit, (value) => released.push(value));
  const lend = (key: string, work = async (value: string): Promise<unknown> => value) =>
    kept.lend(key, async () => (made.push(key), { value: key, size: 1 }), work);
  return { kept, lend, made, released };
}

describe('what is kept', () => {
  it('is made once, and let go oldest first when there is no more room', async () => {
    const { lend, made, released } = keeping(2);
    for (const key of ['a', 'b', 'a', 'c', 'a']) expect(await lend(key)).toBe(key);
    expect(made).toEqual(['a', 'b', 'c']);
    expect(released).toEqual(['b']);
  });

  it('is released only when its last borrower is done', async () => {
    const { kept, lend, released } = keeping(2);
    await lend('a', async () => {
      await kept.clear();
      expect(released).toEqual([]);
    });
    expect(released).toEqual(['a']);
  });

  it('is never released while somebody who has asked for it still waits for it', async () => {
    const released: string[] = [];
    const kept = new Kept<string>(9, (value) => released.push(value));
    let made = 0;
    const make = async () => ({ value: `number ${made++}`, size: 1 });
    const check = async (value: string): Promise<void> => expect(released).not.toContain(value);
    await kept.lend('a', make, check);
    // At every point on the one's way, another makes room.
    for (let turns = 0; turns < 12; turns++) {
      const dropping = kept.clear();
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await kept.lend('a', make, check);
      await dropping;
    }
    await kept.clear();
    expect(released).toHaveLength(made);
  });

  it('is tried again after a failed making', async () => {
    const { kept, lend } = keeping(2);
    const failing = async (): Promise<never> => Promise.reject(new Error('no'));
    await expect(kept.lend('a', failing, async () => 1)).rejects.toThrow('no');
    expect(await lend('a')).toBe('a');
  });
});
