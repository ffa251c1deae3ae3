// The curves of the runs that are chosen, over each other, and of the one that is training: two charts, each of any measure.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RunId } from '../../shared/domain';
import { count } from '../format';
import { prefer, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { loadRunDetail } from '../state/sessionEvents';
import { curveRun, type CurveRun } from './curves';
import { CurvesBar } from './CurvesBar';
import { measureOf, type Measure } from './measures';
import { Plot } from './Plot';
import { isActive, useTraining } from './state';

/** The chosen runs; of one chosen run, the one that trains beside it; of none, the newest that has begun. */
function useShownRuns(): { runs: CurveRun[]; loading: boolean } {
  const chosen = useTraining((s) => s.chosen);
  const all = useSession((s) => s.runs);
  const removing = useTraining((s) => s.removing);
  const ids = useMemo((): RunId[] => {
    const runs = all.filter((run) => !removing.has(run.id));
    const there = new Set(runs.map((run) => run.id));
    const picked = chosen.filter((id) => there.has(id));
    const active = runs.find((run) => run.state === 'running' || run.state === 'paused')?.id;
    if (picked.length > 1) return picked;
    const one = picked[0] ?? active ?? runs.find((run) => run.state !== 'queued')?.id;
    return [...new Set([one, active])].filter((id) => id !== undefined);
  }, [all, removing, chosen]);
  // Many records come one after the other: the charts are drawn once, when all are there.
  const loading = useSession((s) => ids.some((id) => !s.runDetails.has(id)));
  const details = useSession((s) => (loading ? null : s.runDetails));
  useEffect(() => {
    for (const id of ids) if (!useSession.getState().runDetails.has(id)) void loadRunDetail(id);
  }, [ids]);
  const before = useRef<CurveRun[]>([]);
  const runs = useMemo(() => {
    if (!details && ids.length > 1 && before.current.length > 0) return before.current;
    return ids.flatMap((id) => {
      const run = all.find((other) => other.id === id);
      return run ? [curveRun(run, details?.get(id)?.epochs ?? [], isActive(run))] : [];
    });
  }, [ids, all, details]);
  useEffect(() => void (before.current = runs), [runs]);
  return { runs, loading };
}

export function Curves() {
  const { runs, loading } = useShownRuns();
  const active = useSession((s) => s.runs.some(isActive));
  const curves = usePreferences((s) => s.curves);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((key: string): void => {
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  if (runs.length === 0) return null;
  const empty = loading ? 'Reading the run’s epochs…' : active ? 'The first epoch is under way.' : 'No epoch was finished.';
  const side = (place: 'left' | 'right') => {
    const measure = measureOf(curves[place]);
    const log = curves.log.includes(measure.id);
    return (
      <Plot
        {...{ runs, measure, log, hidden, empty, axis: curves.axis, smoothing: curves.smoothing }}
        onToggle={toggle}
        onMeasure={({ id }: Measure) => prefer({ curves: { ...curves, [place]: id } })}
        onLog={() =>
          prefer({ curves: { ...curves, log: log ? curves.log.filter((id) => id !== measure.id) : [...curves.log, measure.id] } })
        }
      />
    );
  };
  const [one] = runs;
  return (
    <>
      <CurvesBar said={runs.length === 1 && one ? one.name : count(runs.length, 'run')} />
      <div className="plots">
        {side('left')}
        {side('right')}
      </div>
    </>
  );
}
