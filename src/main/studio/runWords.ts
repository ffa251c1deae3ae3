// What people say of runs (tags, a note), and what a change of the split says of them.
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { attempt, refuse, type Result } from '../../shared/result';
import { MAX_NOTE, MAX_TAG, MAX_TAGS, tidyTags } from '../../shared/training/tags';
import { writable, type Project } from '../project/project';
import { runSummary, runsToCount, setRunWords, storeMoves } from '../project/runs';
import { attemptNow, breathe, needRun } from './need';
import type { VerbOptions } from './studio';

/** What is not given stays as it is. */
export const annotateRun = (
  project: Project,
  run: RunId,
  words: { readonly tags?: readonly string[] | undefined; readonly note?: string | undefined },
): Result<RunSummary> =>
  attemptNow(() => {
    const db = writable(project);
    const known = needRun(project, run);
    const tags = words.tags ? tidyTags(words.tags) : known.tags;
    const note = words.note === undefined ? known.note : words.note.trim();
    if (words.tags && new Set(words.tags.map((tag) => tag.trim())).size > MAX_TAGS)
      refuse('bad-input', `A run has at most ${MAX_TAGS} tags.`);
    if (tags.some((tag) => tag.length > MAX_TAG)) refuse('bad-input', `A tag has at most ${MAX_TAG} characters.`);
    if (note.length > MAX_NOTE) refuse('bad-input', `A run’s note has at most ${MAX_NOTE} characters.`);
    setRunWords(db, run, { tags, note });
    return needRun(project, run);
  });

/** Counts, for every run that a change of the split concerns, which of its frames are in another set now: a run at a time. Answers those counted. */
export const countMoved = (project: Project, { signal }: Pick<VerbOptions, 'signal'> = {}): Promise<Result<RunSummary[]>> =>
  attempt(async () => {
    const counted: RunSummary[] = [];
    // One that may only be read counts whenever it is asked.
    if (!project.write) return counted;
    for (const run of runsToCount(project.db)) {
      await breathe();
      // Closed in between: the rest is counted when its runs are listed again.
      if (signal?.aborted) break;
      storeMoves(project.write, run);
      const summary = runSummary(project.db, run);
      if (summary) counted.push(summary);
    }
    return counted;
  });
