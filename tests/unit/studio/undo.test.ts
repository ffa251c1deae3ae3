// Stored undo steps and names of versions: what a save does to them, and what is dropped when they grow too large.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredStep, UndoChange } from '../../../src/shared/contract/masks';
import type { FrameId, RunId, VersionId } from '../../../src/shared/domain';
import { decodeDeltas, encodeDeltas, UNDO_FRAME_BYTES, UNDO_PROJECT_BYTES } from '../../../src/shared/mask/undoDeltas';
import { unwrap } from '../../../src/shared/result';
import { all, run } from '../../../src/main/project/database';
import { undoPage, undoState } from '../../../src/main/project/undo';
import { maskHistory, nameVersion, restoreVersion, runFrames, saveMask, undoSteps } from '../../../src/main/studio';
import { addFrames, newProject, roadMask, writable } from '../project/helpers';

const setUp = (names: readonly string[] = ['a']) => {
  const project = newProject();
  return { project, frames: addFrames(writable(project), names).map(({ frame, version }) => ({ frame, version: version! })) };
};
let serial = 0;
const edit = (frame: FrameId, base: VersionId | null, undo?: UndoChange) => {
  const key = `undo-${++serial}-of-a-test`;
  return { frame, base, rle: roadMask(20, 10, serial % 200), author: 'human' as const, note: 'stroke', key, undo };
};
const step = (position: number, bytes = 40, undone = false): StoredStep => ({
  ...{ position, label: `stroke ${position}`, undone, at: 1_000 + position },
  deltas: encodeDeltas({ tiles: [0], packed: [new Uint8Array(bytes)] }),
});
const put = (...steps: StoredStep[]): UndoChange => ({ whole: false, put: steps, remove: [] });

describe('the undo steps of a frame', () => {
  it('come with the save, belong to its version, and are read back as they were', () => {
    const { project, frames } = setUp();
    const { frame, version } = frames[0]!;
    const first = unwrap(saveMask(project, edit(frame, version, put(step(1)))));
    const second = unwrap(saveMask(project, edit(frame, first.version, { ...put(step(2), step(3, 40, true)), remove: [1] })));
    const page = unwrap(undoSteps(project, frame, 0));
    const steps = page.steps.map((one) => ({ ...one, deltas: new Uint8Array(one.deltas) }));
    expect({ ...page, steps }).toEqual({ version: second.version, steps: [step(2), step(3, 40, true)], more: false });
    expect(undoState(project.db, frame)?.bytes).toBe(2 * step(1).deltas.length);
    project.close();
  });

  it('are neither added twice by a save sent twice, nor touched by one that is refused', () => {
    const { project, frames } = setUp();
    const { frame, version } = frames[0]!;
    const first = edit(frame, version, put(step(1)));
    const saved = unwrap(saveMask(project, first));
    unwrap(saveMask(project, edit(frame, saved.version, { ...put(step(2)), remove: [1] })));
    unwrap(saveMask(project, first));
    expect(saveMask(project, edit(frame, version, put(step(9)))).ok).toBe(false);
    expect(unwrap(undoSteps(project, frame, 0)).steps.map(({ position }) => position)).toEqual([2]);
    project.close();
  });

  it('of another version than the one the save was made on make way for those of the save', () => {
    const { project, frames } = setUp();
    const { frame, version } = frames[0]!;
    const first = unwrap(saveMask(project, edit(frame, version, put(step(1), step(2)))));
    const imported = unwrap(saveMask(project, edit(frame, first.version)));
    // Kept, and known to belong to the older version, until somebody who knows how brings them up to date.
    expect(unwrap(undoSteps(project, frame, 0))).toMatchObject({ version: first.version, steps: [{ position: 1 }, { position: 2 }] });
    unwrap(saveMask(project, edit(frame, imported.version, put(step(2), step(3)))));
    expect(unwrap(undoSteps(project, frame, 0)).steps.map(({ position }) => position)).toEqual([2, 3]);
    project.close();
  });

  it('come in pages, each at least one step', () => {
    const { project, frames } = setUp();
    const { frame, version } = frames[0]!;
    unwrap(saveMask(project, edit(frame, version, put(...[1, 2, 3, 4].map((n) => step(n, 500_000))))));
    const pages: number[][] = [];
    for (let after = 0, more = true; more;) {
      const page = unwrap(undoSteps(project, frame, after));
      pages.push(page.steps.map(({ position }) => position));
      after = page.steps.at(-1)!.position;
      more = page.more;
    }
    expect(pages).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(undoPage(project.db, frame, 0, 10).steps).toHaveLength(1);
    project.close();
  });

  it('are bounded: the oldest of the frame go first, never the newest and never an undone one', () => {
    const { project, frames } = setUp();
    const { frame, version } = frames[0]!;
    const large = UNDO_FRAME_BYTES * 0.4;
    unwrap(saveMask(project, edit(frame, version, put(step(1, large), step(2, large), step(3, large), step(4, large, true)))));
    expect(unwrap(undoSteps(project, frame, 0)).steps.map(({ position }) => position)).toEqual([3]);
    const rows = all<{ position: number }>(project.db, 'SELECT position FROM undo_step ORDER BY position');
    expect(rows.map(({ position }) => position)).toEqual([3, 4]);
    project.close();
  });

  it('of frames that were not worked on for longest go when the project holds too many', () => {
    const { project, frames } = setUp(['a', 'b', 'c']);
    const [a, b, c] = frames;
    const [first, second] = [a!, b!].map(({ frame, version }) => unwrap(saveMask(project, edit(frame, version, put(step(1))))));
    const db = writable(project);
    run(db, 'UPDATE undo_state SET used_at = frame');
    run(db, 'UPDATE undo_state SET bytes = ? WHERE frame = ?', UNDO_PROJECT_BYTES, b!.frame);
    unwrap(saveMask(project, edit(c!.frame, c!.version, put(step(1)))));
    expect(all(project.db, 'SELECT frame FROM undo_state')).toEqual([{ frame: c!.frame }]);
    expect(first!.version).toBeLessThan(second!.version);
    project.close();
  });

  it('survive as bytes: what is written is what is read, and damage is noticed', () => {
    const tile = fc.record({ tile: fc.nat(3000), packed: fc.uint8Array({ minLength: 1, maxLength: 300 }) });
    fc.assert(
      fc.property(fc.array(tile, { maxLength: 20 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (list, where, change) => {
        const deltas = { tiles: list.map((one) => one.tile), packed: list.map((one) => one.packed) };
        const bytes = encodeDeltas(deltas);
        const back = decodeDeltas(bytes);
        expect(back.tiles).toEqual(deltas.tiles);
        expect(back.packed.map((one) => [...one])).toEqual(deltas.packed.map((one) => [...one]));
        bytes[where % bytes.length]! ^= change;
        expect(() => decodeDeltas(bytes)).toThrow('damaged');
      }),
    );
  });
});

describe('names of versions', () => {
  it('are given, changed and taken away; the version itself never changes', () => {
    const { project, frames } = setUp();
    const { frame, version } = frames[0]!;
    expect(unwrap(nameVersion(project, version, ' before lunch '))).toMatchObject({ id: version, name: 'before lunch', runs: [] });
    expect(unwrap(nameVersion(project, version, 'after'))).toMatchObject({ name: 'after' });
    expect(unwrap(maskHistory(project, frame))).toMatchObject([{ id: version, name: 'after' }]);
    expect(unwrap(nameVersion(project, version, null)).name).toBeNull();
    expect(nameVersion(project, 99 as VersionId, 'x')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(nameVersion(project, version, ' '.repeat(3))).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    project.close();
  });

  it('stand beside the runs that saw the version', () => {
    const { project, frames } = setUp();
    const { frame, version } = frames[0]!;
    const newer = unwrap(saveMask(project, edit(frame, version))).version;
    const db = writable(project);
    for (const [name, saw] of [['unet 1', version] as const, ['unet 2', version] as const, ['unet 3', newer] as const]) {
      const { id } = run(
        db,
        `INSERT INTO run (name, config, state, reason, seed, code_version, device, seconds, train_frames, held_out_frames, mask_version, created_at)
         VALUES (?, '{}', 'done', '', 1, '', '', 0, 1, 0, 1, 0)`,
        name,
      );
      run(db, "INSERT INTO run_frame (run, frame, split, version) VALUES (?, ?, 'train', ?)", id, frame, saw);
    }
    expect(unwrap(runFrames(project, 1 as RunId))).toEqual([{ frame, name: 'a', split: 'train', version, current: newer }]);
    expect(unwrap(maskHistory(project, frame)).map(({ runs }) => runs)).toEqual([['unet 3'], ['unet 1', 'unet 2']]);
    project.close();
  });
});

describe('an older version', () => {
  it('is put back as a new version that the window can undo, on the command line as in the window', () => {
    const { project, frames } = setUp();
    const { frame, version } = frames[0]!;
    const second = unwrap(saveMask(project, edit(frame, version, put(step(1), step(2, 40, true)))));
    const restored = unwrap(restoreVersion(project, frame, version))!;
    expect(unwrap(maskHistory(project, frame))[0]).toMatchObject({ id: restored.version, parent: second.version, author: 'human' });
    expect(unwrap(maskHistory(project, frame))[0]!.note).toMatch(/^restored version \d+ of /);
    const page = unwrap(undoSteps(project, frame, 0));
    expect(page).toMatchObject({ version: restored.version, steps: [{ position: 1 }, { position: 2, undone: false }] });
    expect(decodeDeltas(page.steps[1]!.deltas).tiles).toEqual([0]);
    expect(restoreVersion(project, frame, version)).toEqual({ ok: true, value: null });
    expect(restoreVersion(project, frame, 99 as VersionId)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    project.close();
  });
});
