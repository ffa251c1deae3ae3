// Which runs the table lists, and in which order: filter and heading, remembered as far as they should be.
import { useMemo } from 'react';
import { create } from 'zustand';
import type { RunSummary } from '../../shared/contract/runs';
import { orderedBy, runMatches, sortRuns, type RunKey } from '../../shared/training/runList';
import { prefer, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { useTraining } from './state';

export const useRunList = create<{ readonly search: string }>()(() => ({ search: '' }));
export const searchRuns = (search: string): void => useRunList.setState({ search });

/** Shows the runs of a tag; once more, all again. */
export const toggleTag = (tag: string): void => searchRuns(useRunList.getState().search === `#${tag}` ? '' : `#${tag}`);

export const orderRunsBy = (by: RunKey): void => prefer({ runsOrder: orderedBy(usePreferences.getState().runsOrder, by) });

/** All runs but those just removed. */
export function useRuns(): readonly RunSummary[] {
  const runs = useSession((s) => s.runs);
  const removing = useTraining((s) => s.removing);
  // What waits stands in the queue's own section.
  return useMemo(() => runs.filter((run) => run.state !== 'queued' && !removing.has(run.id)), [runs, removing]);
}

/** The runs that pass the filter, as the table lists them. */
export function useListedRuns(): readonly RunSummary[] {
  const runs = useRuns();
  const search = useRunList((s) => s.search);
  const order = usePreferences((s) => s.runsOrder);
  return useMemo(
    () =>
      sortRuns(
        runs.filter((run) => runMatches(run, search)),
        order,
      ),
    [runs, search, order],
  );
}
