// What a frame was to a run: trained on or held out when the run began, whatever set it is in now.
import { useEffect } from 'react';
import { create } from 'zustand';
import type { RunSummary } from '../../shared/contract/runs';
import type { FrameId, FrameSummary, RunId, Split } from '../../shared/domain';
import { studio } from '../api';

type Roles = ReadonlyMap<FrameId, Split>;
const useRoles = create<{ readonly byRun: ReadonlyMap<RunId, Roles> }>()(() => ({ byRun: new Map() }));
const asked = new Set<RunId>();

/** Another project has other runs by the same numbers. */
export function forgetRoles(): void {
  asked.clear();
  useRoles.setState({ byRun: new Map() });
}

async function load(run: RunId): Promise<void> {
  if (asked.has(run)) return;
  asked.add(run);
  const answer = await studio.runs.frames({ run });
  // Forgotten in between, or not to be had: asked again by whoever shows it next.
  if (!asked.has(run)) return;
  if (!answer.ok) return void asked.delete(run);
  const roles = new Map(answer.value.map(({ frame, split }) => [frame, split]));
  useRoles.setState({ byRun: new Map(useRoles.getState().byRun).set(run, roles) });
}

/** Where no frame was moved since, the sets of now are those of then, and nobody is asked. 'none': the run did not see it. */
export function useRole(run: RunSummary | undefined, frame: FrameSummary | undefined): Split | undefined {
  const moved = run !== undefined && run.moved > 0;
  const roles = useRoles((s) => (moved ? s.byRun.get(run.id) : undefined));
  useEffect(() => {
    if (moved && !roles) void load(run.id);
  }, [moved, roles, run]);
  if (!frame) return undefined;
  return roles ? (roles.get(frame.id) ?? 'none') : frame.split;
}
