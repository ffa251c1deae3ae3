// What is said of runs: tags, moves of frames, settings side by side, and which runs a click chooses.
import { describe, expect, it } from 'vitest';
import { picked } from '../../../src/renderer/training/pick';
import type { RunId } from '../../../src/shared/domain';
import { comparedRuns } from '../../../src/shared/training/comparison';
import { PRESETS } from '../../../src/shared/training/config';
import { movedBriefly, movedMeaning, movedWords } from '../../../src/shared/training/moves';
import { tagsOf } from '../../../src/shared/training/tags';

it('reads tags however they are separated, each once, and cuts what is too long', () => {
  expect(tagsOf(' wide, #night  wide;rain ')).toEqual(['wide', 'night', 'rain']);
  expect(tagsOf(`${'x'.repeat(50)},`)).toEqual(['x'.repeat(40)]);
  expect(tagsOf(' , ')).toEqual([]);
});

it('says in words which frames were moved between the sets since', () => {
  const moves = [
    { from: 'held-out', to: 'train', frames: 3 },
    { from: 'train', to: 'none', frames: 1 },
  ] as const;
  expect(movedWords(moves)).toBe('3 held-out frames are train now, 1 train frame is in no set now');
  expect(movedBriefly(moves)).toBe('4 moved');
  expect(movedWords([])).toBe('');
  expect(movedMeaning([{ from: 'train', to: 'held-out', frames: 1 }])).toContain('trained on frames that are held out now');
});

it('puts settings side by side, marks those that differ, and leaves out what means nothing in any of the runs', () => {
  const plus = { ...PRESETS.quick, net: 'unetpp' as const, deepSupervision: true };
  const rows = comparedRuns([PRESETS.quick, plus]);
  const of = (path: string) => rows.find((row) => row.option.path === path);
  expect(of('net')).toMatchObject({ values: ['U-Net', 'U-Net++'], differs: true });
  expect(of('batch')?.differs).toBe(false);
  // Means nothing in a U-Net.
  expect(of('deepSupervision')).toMatchObject({ values: [null, 'on'], differs: true });
  expect(comparedRuns([PRESETS.quick, PRESETS.quick]).some((row) => row.differs || row.option.path === 'deepSupervision')).toBe(false);
});

describe('picking runs', () => {
  const order = [5, 4, 3, 2, 1] as RunId[];
  const id = (run: number) => run as RunId;
  it('takes one alone, adds and takes away with Ctrl, the picked one being the main one', () => {
    const one = picked([id(1)], null, id(4), 'alone', order);
    expect(one.chosen).toEqual([4]);
    const two = picked(one.chosen, one.anchor, id(2), 'add', order);
    expect(two.chosen).toEqual([4, 2]);
    expect(picked(two.chosen, two.anchor, id(4), 'add', order).chosen).toEqual([2]);
  });
  it('takes a range as the runs are listed, in either direction, and turns about the same anchor', () => {
    const down = picked([id(4)], id(4), id(2), 'range', order);
    expect(down).toEqual({ chosen: [4, 3, 2], anchor: 4 });
    expect(picked(down.chosen, down.anchor, id(5), 'range', order).chosen).toEqual([4, 5]);
    // The anchor is filtered away: the run alone.
    expect(picked([id(9)], id(9), id(2), 'range', order).chosen).toEqual([2]);
  });
});
