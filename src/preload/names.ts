// Names of every call and event of the contract, without its schemas: the preload stays small. The types make a missing or a surplus name an error.
import type { Contract, DomainName } from '../shared/contract';
import type { EventName } from '../shared/contract/events';

type Names = { readonly [D in DomainName]: Readonly<Record<keyof Contract[D], true>> };

export const callNames: Names = {
  app: {
    doctor: true,
    jobs: true,
    cancelJob: true,
    showJobFile: true,
    exportVideo: true,
    exportOverlays: true,
    exportMasks: true,
    openLog: true,
    preferences: true,
    setPreferences: true,
    readyToClose: true,
  },
  compare: { runs: true, cancel: true },
  frames: {
    list: true,
    chooseImport: true,
    planImport: true,
    droppedImport: true,
    startImport: true,
    split: true,
    chooseSplitLists: true,
    review: true,
    mark: true,
  },
  masks: { load: true, save: true, history: true, version: true, nameVersion: true, undoSteps: true },
  project: {
    current: true,
    recent: true,
    openRecent: true,
    openWithDialog: true,
    createWithDialog: true,
    openSample: true,
    close: true,
    setClasses: true,
    moveClass: true,
  },
  runs: {
    list: true,
    get: true,
    frames: true,
    augmentSheet: true,
    start: true,
    control: true,
    resume: true,
    painting: true,
    rename: true,
    setDecision: true,
    annotate: true,
    remove: true,
    importWeights: true,
    exportModel: true,
    prediction: true,
    predictAll: true,
    scores: true,
  },
};

export const eventNames: Readonly<Record<EventName, true>> = {
  project: true,
  frames: true,
  classes: true,
  runProgress: true,
  run: true,
  runRemoved: true,
  job: true,
  compareProgress: true,
  engine: true,
  command: true,
  closing: true,
  notice: true,
};
