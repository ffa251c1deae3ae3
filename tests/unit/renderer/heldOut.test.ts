// Numbers of the held-out frames beside the picture: those of the epoch that 'best' means now, and of the masks as they are now.
import { deflateSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import { FrameId, RunId, VersionId, type FrameSummary } from '../../../src/shared/domain';
import { encodeRle } from '../../../src/shared/mask/rle';
import { ok } from '../../../src/shared/result';

it('a best epoch that is another one now is counted anew', async () => {
  const [run, id] = [RunId.parse(1), FrameId.parse(1)];
  let probability = 0;
  vi.stubGlobal('requestIdleCallback', (go: () => void) => setTimeout(go, 0));
  vi.stubGlobal('studio', {
    runs: { prediction: async () => ok({ deflated: deflateSync(new Uint8Array(16).fill(probability)), width: 4, height: 4 }) },
    masks: { load: async () => ok({ rle: encodeRle({ width: 4, height: 4, data: new Uint8Array(16).fill(7) }) }) },
  });
  const { followHeldOut, heldOutAt, useHeldOut } = await import('../../../src/renderer/state/heldOut');
  const { scoreKey, useSession } = await import('../../../src/renderer/state/session');
  const frame = { id, name: 'f', width: 4, height: 4, split: 'held-out', mask: VersionId.parse(1) } as FrameSummary;
  const bestIs = (epoch: number): void => {
    const byFrame = new Map([[id, { frame: id, split: 'held-out' }]]);
    useSession.setState({
      framesById: new Map([[id, frame]]),
      scores: new Map([[scoreKey(run, 'best'), { run, epoch, byFrame } as never]]),
    });
    followHeldOut(run, 'best');
  };
  const meanIs = (value: number) => vi.waitFor(() => expect(heldOutAt(useHeldOut.getState(), 0.5)?.meanIoU).toBe(value), 5000);
  bestIs(1);
  await meanIs(0);
  probability = 255;
  bestIs(2);
  await meanIs(1);
});
