// Calls about runs: training, its control, and what it predicts.
import { ok } from '../../shared/result';
import {
  annotateRun,
  augmentSheet,
  controlRun,
  getRun,
  giveWay,
  listRuns,
  predicted,
  prediction,
  removeRun,
  runFrames,
  renameRun,
  resumeRun,
  runsMeasuredOn,
  scores,
  setDecision,
} from '../studio';
import { chooseCurvesPlace } from './curves';
import type { Desk } from './desk';
import { chooseModelPlace, chooseWeights } from './models';
import { predictAll } from './predictAll';
import type { Handlers } from './register';
import { chooseReportPlace } from './report';
import { begun, startOrQueue, tellQueue } from './runQueue';

export const runCalls = (desk: Desk): Handlers['runs'] => ({
  list: async () => {
    await desk.countMoved();
    return ok(listRuns(desk.project));
  },
  get: ({ run }) => getRun(desk.project, run),
  frames: ({ run }) => runFrames(desk.project, run),
  start: async (start) => ok(await startOrQueue(desk, start)),
  augmentSheet: (what) => augmentSheet(desk.studio, what),
  control: async ({ run, action }) => controlRun(desk.studio, run, action),
  resume: async ({ run }) => {
    begun(desk, await resumeRun(desk.studio, run, desk.runOptions()));
    return ok({});
  },
  painting: () => {
    giveWay(desk.studio);
    return ok({});
  },
  rename: ({ run, name }) => {
    const renamed = renameRun(desk.project, run, name);
    if (renamed.ok) desk.around.events.run({ run: renamed.value, epoch: null });
    return renamed.ok ? ok({}) : renamed;
  },
  measuredOn: ({ runs }) => runsMeasuredOn(desk.project, runs),
  annotate: ({ run, ...words }) => {
    const annotated = annotateRun(desk.project, run, words);
    if (annotated.ok) desk.around.events.run({ run: annotated.value, epoch: null });
    return annotated.ok ? ok({}) : annotated;
  },
  setDecision: ({ run, decision }) => {
    const kept = setDecision(desk.project, run, decision);
    if (kept.ok) desk.around.events.run({ run: kept.value, epoch: null });
    return kept.ok ? ok({}) : kept;
  },
  remove: async ({ run }) => {
    const removed = await removeRun(desk.studio, run);
    if (removed.ok) {
      desk.around.events.send('runRemoved', { run });
      tellQueue(desk);
    }
    return removed;
  },
  importWeights: () => chooseWeights(desk),
  exportModel: (what) => chooseModelPlace(desk, what),
  report: (what) => chooseReportPlace(desk, what),
  saveCurves: (what) => chooseCurvesPlace(desk, what),
  prediction: (what) => desk.whileOpen((signal) => prediction(desk.studio, what, { signal })),
  predicted: (what) => predicted(desk.project, what),
  predictAll: (what) => ok(predictAll(desk, what)),
  scores: (what) => scores(desk.project, what),
});
