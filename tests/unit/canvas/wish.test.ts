// What is fetched ahead, and which frames play.
import { beforeEach, describe, expect, it } from 'vitest';
import type { FrameId, FrameSummary, RunId } from '../../../src/shared/domain';
import type { RunDetail } from '../../../src/shared/contract/runs';
import { wishOf } from '../../../src/renderer/canvas/wish';
import { sequence, setRangeEnd, speedWords, stepSequence } from '../../../src/renderer/state/playing';
import { useSession } from '../../../src/renderer/state/session';
import { useView } from '../../../src/renderer/state/view';

const RUN = 1 as RunId;
const frames = Array.from(
  { length: 8 },
  (_, i) => ({ id: i + 1, name: `drive_${i}`, width: i === 7 ? 3840 : 8, height: i === 7 ? 2160 : 4 }) as FrameSummary,
);
const at = (id: number): FrameId => id as FrameId;
const view = () => useView.getState();

beforeEach(() => {
  const detail = { checkpoints: [0, 5, 10, 15, 20].map((epoch) => ({ epoch, best: epoch === 10, last: epoch === 20 })), epochs: [] };
  useSession.setState({
    frames,
    frameIds: frames.map(({ id }) => id),
    framesById: new Map(frames.map((frame) => [frame.id, frame])),
    places: new Map(frames.map(({ id }, place) => [id, place])),
    runDetails: new Map([[RUN, detail as unknown as RunDetail]]),
  });
  view().set({
    frame: at(2),
    run: RUN,
    epoch: 'best',
    playing: false,
    watching: false,
    loop: false,
    playRange: null,
    order: null,
    temporal: null,
  });
});

describe('what is fetched ahead', () => {
  it('is the neighbouring kept epochs, nearest first, of a large frame few, and while they play those to come', () => {
    const epochs = () => wishOf(view(), 1).predictions.wishes.map(({ epoch }) => epoch);
    expect(epochs()).toEqual([10, 15, 5, 20]);
    expect(wishOf(view(), 1).predictions.when).toBe('rest');
    view().set({ epoch: 15, watching: true });
    expect(epochs()).toEqual([20, 5, 10]);
    view().set({ watching: false, frame: at(8) });
    expect(epochs()).toHaveLength(1);
  });

  it('is the coming frames with their predictions while a sequence plays, each smoothed over its own neighbours', () => {
    view().set({ playing: true, temporal: { kind: 'window', radius: 1 } });
    const { ahead, predictions, smoothing } = wishOf(view(), 1);
    expect(ahead.map(({ id }) => id)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(predictions).toMatchObject({ when: 'now', compute: 10 });
    expect(smoothing?.parts.map(({ frame }) => frame)).toEqual([1, 2, 3]);
    expect(predictions.wishes[0]?.smoothing?.parts.map(({ frame }) => frame)).toEqual([2, 3, 4]);
    // The last one's neighbour is of another size.
    expect(predictions.wishes.at(-1)?.smoothing).toBeNull();
  });
});

describe('the sequence', () => {
  it('plays within its range, once or again and again', () => {
    setRangeEnd('from');
    view().set({ frame: at(4) });
    setRangeEnd('to');
    expect(sequence()).toEqual([2, 3, 4]);
    expect(stepSequence()).toBe(false);
    view().set({ loop: true });
    expect(stepSequence()).toBe(true);
    expect(view().frame).toBe(2);
    // An end that is set beyond the other takes it along.
    view().set({ frame: at(6) });
    setRangeEnd('from');
    expect(sequence()).toEqual([6]);
  });

  it('says what it cannot keep up with', () => {
    expect(speedWords(10, 6.96)).toBe('7 of 10 fps');
    expect(speedWords(10, 9.6)).toBe('10 fps');
    expect(speedWords(30, 12.4)).toBe('12 of 30 fps');
  });
});
