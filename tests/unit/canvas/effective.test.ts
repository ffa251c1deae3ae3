// The prediction as it was decided: at once for small frames, in a thread for large ones, and values and threshold always of one decision.
import { expect, it, vi } from 'vitest';
import { decided, plain } from '../../../src/shared/prediction/decision';
import { AT_ONCE_PIXELS, EffectivePrediction, type DecideRequest } from '../../../src/renderer/canvas/effective';

function made() {
  const asked: { request: DecideRequest; answer: (values: Uint8Array) => void; fail: (error: Error) => void }[] = [];
  const changed = vi.fn<() => void>();
  const decide = (request: DecideRequest): Promise<Uint8Array> =>
    new Promise((answer, fail) => {
      asked.push({ request, answer, fail });
    });
  return { asked, changed, effective: new EffectivePrediction({ decide, changed }) };
}
const settled = () => new Promise((go) => setTimeout(go, 0));

it('a small frame is decided at once, and what was predicted stays known', () => {
  const { effective, asked } = made();
  const values = Uint8Array.of(200, 0, 200, 200);
  effective.show(values, 4, 1);
  expect(effective.values).toBe(values);
  expect(effective.follow({ ...plain(0.5), smallest: 2 })).toBe(true);
  expect([...(effective.values ?? [])]).toEqual([127, 0, 200, 200]);
  expect([effective.predicted, effective.threshold, asked.length]).toEqual([values, 0.5, 0]);
  expect(effective.follow({ ...plain(0.5), smallest: 2 })).toBe(false);
  effective.show(null, 0, 0);
  expect(effective.values).toBeNull();
});

it('a large one keeps its last decision until the newest is there; another frame waits for its own', async () => {
  const { effective, asked, changed } = made();
  const size = AT_ONCE_PIXELS + 1;
  const values = new Uint8Array(size).fill(200);
  effective.show(values, size, 1);
  expect(effective.values).toBe(values);
  expect(effective.follow({ ...plain(0.6), smallest: 9 })).toBe(false);
  expect(effective.follow({ ...plain(0.7), smallest: 9 })).toBe(false);
  expect([effective.values, effective.threshold]).toEqual([values, 0.5]);
  const newest = new Uint8Array(size);
  asked[1]!.answer(newest);
  asked[0]!.answer(new Uint8Array(size));
  await settled();
  expect([effective.values === newest, effective.threshold, changed.mock.calls.length]).toEqual([true, 0.7, 1]);
  effective.show(new Uint8Array(size), size, 1);
  expect(effective.values).toBeNull();
});

it('without a thread it is decided here', async () => {
  const { effective, asked, changed } = made();
  const size = AT_ONCE_PIXELS + 1;
  const values = new Uint8Array(size).fill(200, 0, 3);
  effective.show(values, size, 1);
  const decision = { ...plain(0.5), smallest: 9 };
  effective.follow(decision);
  asked[0]!.fail(new Error('No thread.'));
  await settled();
  expect(changed).toHaveBeenCalledOnce();
  expect(effective.values).toEqual(decided(values, size, 1, decision));
});
