// Every verb of the studio, held against its list in studio.ts.
import { compareRuns } from './compareRuns';
import { augmentSheet, writeAugmentSheet } from './augmentSheet';
import { bench } from './bench';
import { listClasses, moveClass, setClasses } from './classes';
import { runsMeasuredOn } from './measuredOn';
import { createSample } from './createSample';
import { diagnose } from './diagnose';
import { evaluate, scores } from './evaluate';
import { exportOverlays, exportStill, exportVideo, previewExport } from './exports';
import { exportMasks } from './exportMasks';
import { exportModel } from './exportModel';
import { frameFile, frameSummary, listFrames, markFrames, reviewFrame, thumbnail } from './frames';
import { goalOf, setGoal } from './goal';
import { importFrames, lookAtSource } from './importFrames';
import { importWeights } from './importWeights';
import { loadMask, maskHistory, maskVersion, saveMask } from './masks';
import { listMeasures, measureAll, measureFrames } from './measures';
import { nameVersion, restoreVersion, runFrames, undoSteps } from './maskHistory';
import { predict, predicted, prediction } from './predict';
import { createProject, openProject, projectInfo, studioOf } from './projects';
import { resumeRun } from './resumeRun';
import { holdQueue, listQueue, placeInQueue, queueRuns, startNext } from './runQueue';
import { keepRetrained, retrainingStart, retrainReport } from './retrain';
import { controlRun, getRun, giveWay, listRuns, removeRun, renameRun, setDecision } from './runRecords';
import { annotateRun, countMoved } from './runWords';
import { splitFrames } from './splitFrames';
import { writeReport } from './report/report';
import { saveCurves } from './saveCurves';
import { startRun } from './startRun';
import { exportTensorBoard } from './tensorboard/export';
import type { QueueVerbs } from './queueVerbs';
import type { Verbs } from './studio';

export const verbs = {
  studioOf,
  createProject,
  openProject,
  projectInfo,
  createSample,
  lookAtSource,
  importFrames,
  splitFrames,
  listFrames,
  frameSummary,
  frameFile,
  thumbnail,
  reviewFrame,
  markFrames,
  listClasses,
  setClasses,
  moveClass,
  loadMask,
  saveMask,
  maskHistory,
  maskVersion,
  nameVersion,
  undoSteps,
  restoreVersion,
  runFrames,
  augmentSheet,
  writeAugmentSheet,
  startRun,
  resumeRun,
  queueRuns,
  startNext,
  listQueue,
  placeInQueue,
  holdQueue,
  retrainingStart,
  retrainReport,
  keepRetrained,
  controlRun,
  giveWay,
  listRuns,
  getRun,
  renameRun,
  setDecision,
  annotateRun,
  countMoved,
  runsMeasuredOn,
  removeRun,
  importWeights,
  exportModel,
  predicted,
  prediction,
  predict,
  evaluate,
  scores,
  compareRuns,
  listMeasures,
  measureFrames,
  measureAll,
  goalOf,
  setGoal,
  exportVideo,
  exportStill,
  previewExport,
  exportOverlays,
  exportMasks,
  exportTensorBoard,
  saveCurves,
  writeReport,
  bench,
  diagnose,
} satisfies Verbs & QueueVerbs;

export * from './studio';
export {
  studioOf,
  createProject,
  openProject,
  projectInfo,
  createSample,
  lookAtSource,
  importFrames,
  splitFrames,
  listFrames,
  frameSummary,
  frameFile,
  thumbnail,
  reviewFrame,
  markFrames,
  listClasses,
  setClasses,
  moveClass,
  loadMask,
  saveMask,
  maskHistory,
  maskVersion,
  nameVersion,
  undoSteps,
  restoreVersion,
  runFrames,
  augmentSheet,
  writeAugmentSheet,
  startRun,
  resumeRun,
  queueRuns,
  startNext,
  listQueue,
  placeInQueue,
  holdQueue,
  retrainingStart,
  retrainReport,
  keepRetrained,
  controlRun,
  giveWay,
  listRuns,
  getRun,
  renameRun,
  setDecision,
  annotateRun,
  countMoved,
  runsMeasuredOn,
  removeRun,
  importWeights,
  exportModel,
  predicted,
  prediction,
  predict,
  evaluate,
  scores,
  compareRuns,
  listMeasures,
  measureFrames,
  measureAll,
  goalOf,
  setGoal,
  exportVideo,
  exportStill,
  previewExport,
  exportOverlays,
  exportMasks,
  exportTensorBoard,
  saveCurves,
  writeReport,
  bench,
  diagnose,
};
export { REFERENCE_FRAMES } from './benchPlan';
export { addsClasses } from './importFrames';
export { importWords, planCounts } from './importWords';
export { isBusy } from './training';
export { netOf } from './startFrom';
export { ROADBRUSH_VERSION } from './version';
