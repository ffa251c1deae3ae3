// The TensorBoard log of runs that were recorded without one, or for another place: a folder a run, by its name.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RunId } from '../../../shared/domain';
import { fileStems } from '../../../shared/fileNames';
import { attempt, ExpectedFailure, refuse, type Result } from '../../../shared/result';
import { writingFailure } from '../../engine/partialFile';
import { epochRecords } from '../../project/epochs';
import type { Project } from '../../project/project';
import { runSummaries } from '../../project/runs';
import { needRun } from '../need';
import type { WrittenLogs } from '../studio';
import { logOf, nextEventFile } from './runLog';

export const exportTensorBoard = (
  project: Project,
  what: { readonly runs: readonly RunId[]; readonly out: string },
): Promise<Result<WrittenLogs>> =>
  attempt(async () => {
    const out = resolve(what.out);
    if (!existsSync(dirname(out))) refuse('not-found', `There is no folder ${dirname(out)} to write the logs into.`);
    if (existsSync(out) && (await contents(out)).length > 0)
      refuse('exists', `${out} is there already and not empty.`, 'Choose another folder.');
    const chosen = what.runs.length > 0 ? what.runs.map((run) => needRun(project, run)) : runSummaries(project.db).reverse();
    const runs = chosen.filter((run) => run.epochs > 0);
    if (runs.length === 0) {
      const which = chosen.length === 1 ? `Run '${chosen[0]!.name}' has` : `${project.name} has no run that has`;
      refuse('no-epoch', `${which} ${chosen.length === 1 ? 'not ' : ''}finished an epoch yet.`, 'Let it train for at least one epoch.');
    }
    const names = fileStems(runs);
    const parts = await making(out);
    try {
      const written = [];
      for (const [i, run] of runs.entries()) {
        const inside = join(parts, names[i]!);
        await mkdir(inside);
        const epochs = epochRecords(project.db, run.id);
        const file = nextEventFile(inside, run.createdAt);
        await writeFile(join(inside, file), logOf(epochs, run.createdAt));
        written.push({ run: run.id, name: run.name, epochs: epochs.length, file: join(out, names[i]!, file) });
      }
      // Windows renames onto nothing that is there, not even an empty folder.
      await rmdir(out).catch(() => undefined);
      await rename(parts, out);
      return { folder: out, runs: written };
    } catch (error) {
      throw writingFailure(error, out);
    } finally {
      await rm(parts, { recursive: true, force: true });
    }
  });

async function making(out: string): Promise<string> {
  try {
    return await mkdtemp(`${out}.part-`);
  } catch (error) {
    throw writingFailure(error, out);
  }
}

const contents = (folder: string): Promise<string[]> =>
  readdir(folder).catch(() => {
    throw new ExpectedFailure({ code: 'bad-input', message: `${folder} is not a folder that can be read.`, hint: 'Choose another one.' });
  });
