// A chart of the window as a file: bytes that the window made, written where the person said.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt, refuse, type Result } from '../../shared/result';
import { PartialFile } from '../engine/partialFile';

/** The file is there only when whole. Fails with 'not-found', 'unwritable' or 'disk-full'. */
export const saveCurves = (out: string, bytes: Uint8Array): Promise<Result<{ file: string; bytes: number }>> =>
  attempt(async () => {
    if (!existsSync(dirname(out))) refuse('not-found', `There is no folder ${dirname(out)} to write the curves into.`);
    const file = await PartialFile.create(out);
    try {
      await file.write(bytes, 0);
      return { file: out, bytes: await file.commit() };
    } finally {
      await file.discard();
    }
  });
