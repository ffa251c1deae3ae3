// Where the mask is suspect: found while it is wanted, anew after each step, and of no frame but the one that is shown.
import { describe, expect, it } from 'vitest';
import { ROAD } from '../../../src/shared/domain';
import { paintSegment } from '../../../src/shared/mask/brush';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { Suspects, type SuspectRequest } from '../../../src/renderer/canvas/suspects';

const [width, height] = [8, 4];
const blank = (): MaskDocument => new MaskDocument({ width, height, data: new Uint8Array(width * height) });
const sure = (): Uint8Array => new Uint8Array(width * height).fill(255);

function made() {
  const seen: (Uint8Array | null)[] = [];
  const asked: { request: SuspectRequest; answer(found: Uint8Array): void }[] = [];
  const state = { wanted: true };
  const suspects = new Suspects({
    wanted: () => state.wanted,
    find: (request) => new Promise((answer) => asked.push({ request, answer })),
    show: (found) => seen.push(found),
    later: (run) => run,
  });
  return { suspects, seen, asked, state };
}
const settled = (): Promise<void> => new Promise((go) => setImmediate(go));

describe('suspect places', () => {
  it('are shown, looked for again after a step, and gone when nothing is left or nothing is wanted', async () => {
    const { suspects, seen, asked, state } = made();
    const mask = blank();
    const values = sure();
    suspects.show(mask, values);
    expect(asked[0]!.request).toMatchObject({ width, height, probabilities: values });
    const found = new Uint8Array(width * height).fill(1);
    asked[0]!.answer(found);
    await settled();
    expect(seen).toEqual([found]);
    mask.begin();
    mask.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 0, y: 0 }, { x: 7, y: 3 }, 4, ROAD, onSpan));
    mask.commit('stroke');
    expect(asked).toHaveLength(2);
    asked[1]!.answer(new Uint8Array(width * height));
    await settled();
    expect(seen).toEqual([found, null]);
    state.wanted = false;
    suspects.follow();
    mask.undo();
    expect(asked).toHaveLength(2);
  });

  it('of a frame that was left are dropped, on their way or there', async () => {
    const { suspects, seen, asked } = made();
    suspects.show(blank(), sure());
    suspects.show(null, null);
    asked[0]!.answer(new Uint8Array(width * height).fill(1));
    await settled();
    expect(seen).toEqual([]);
    suspects.show(blank(), sure());
    asked[1]!.answer(new Uint8Array(width * height).fill(2));
    await settled();
    suspects.show(blank(), sure());
    expect(seen.at(-1)).toBeNull();
  });
});
