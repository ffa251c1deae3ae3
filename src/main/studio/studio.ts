// What the studio can do: every verb that the window and the command line share, with its input and its answer. The bodies are one file each
// beside this one; import them from './index'. Expected failures come back as values; what waits is a Promise.
import type { z } from 'zod';
import type { app, PredictedMasks as PredictedMasksSchema, DoctorReport, ExportRequest, PicturePreview } from '../../shared/contract/app';
import type { PairSide, RunComparison } from '../../shared/contract/compare';
import type { FrameMark, ImportReport, SplitRule } from '../../shared/contract/frames';
import type { LoadedMask, SavedMask, UndoChange, UndoPage } from '../../shared/contract/masks';
import type { ProjectInfo } from '../../shared/contract/project';
import type { RetrainReport } from '../../shared/contract/runQueue';
import type { FrameScoreRow, MeasuredOn, Prediction, RunDetail, RunFrame, RunProgress, RunSummary } from '../../shared/contract/runs';
import type {
  Author,
  EpochChoice,
  EpochRecord,
  FrameId,
  FrameSummary,
  LabelClass,
  MaskVersionSummary,
  ReviewState,
  RunId,
  SetScore,
  Split,
  VersionId,
} from '../../shared/domain';
import type { FormatName, ShapesAs } from '../../shared/labels/formats';
import type { Result } from '../../shared/result';
import type { Decision, Post } from '../../shared/prediction/decision';
import type { RunConfig } from '../../shared/training/config';
import type { ModelFormat } from '../../shared/training/modelFormats';
import type { BenchResult, Engine } from '../engine/protocol';
import type { DatasetPlan } from '../formats/format';
import type { OpenOptions, Project } from '../project/project';
import type { Routes } from '../routes';

/** A project being worked on and the engine that works for it. Make it with `studioOf`; close the project and the engine yourself. */
export interface Studio {
  readonly project: Project;
  readonly engine: Engine;
  /** The runs that this program is training now (one at a time). */
  readonly active: Map<RunId, ActiveRun>;
  /** How the queue of runs stands in this program; who waits is in the database. */
  readonly queue: QueueState;
}
export interface QueueState {
  /** Queued runs wait for a word: they were there when the project was opened, somebody said so, or one could not begin. */
  held: boolean;
  /** Why one could not begin; empty otherwise. */
  why: string;
  /** Begins although the queue is held. */
  only: RunId | null;
  /** A run is about to begin: it is in `active` in a moment. */
  starting: boolean;
}
export interface ActiveRun {
  /** Ends it as Ctrl+C does: the run is then interrupted, to be resumed. Wait for `finished` before the project is closed. */
  readonly interrupt: () => void;
  readonly finished: Promise<Result<RunSummary>>;
}

/** `done` of `total` (frames, files ...); `what` is a few words for a status line. */
export interface VerbProgress {
  readonly done: number;
  readonly total: number;
  readonly what: string;
}
export interface VerbOptions {
  readonly onProgress?: (progress: VerbProgress) => void;
  /** Aborting ends the verb with code 'cancelled' and leaves nothing half-made behind. */
  readonly signal?: AbortSignal;
}

/** Frames by their numbers (none = all), or by what they were to the run. */
export type PredictedSet = readonly FrameId[] | 'all' | 'held-out' | 'train';

export type RunNews =
  | { readonly kind: 'progress'; readonly progress: RunProgress }
  /** The record changed; `epoch` when one was finished. */
  | { readonly kind: 'run'; readonly run: RunSummary; readonly epoch: EpochRecord | null }
  /** One sentence the person should see: why bfloat16 was not taken. */
  | { readonly kind: 'notice'; readonly message: string };
export interface RunOptions {
  readonly onNews?: (news: RunNews) => void;
  /** Aborting leaves the run 'interrupted', to be resumed from its last checkpoint. */
  readonly signal?: AbortSignal;
}
/** The weights of a run's epoch. */
export interface WeightsOf {
  readonly run: RunId;
  readonly epoch: EpochChoice;
}
export interface RunStart {
  readonly config: RunConfig;
  /** Empty = 'unet 1', 'unet 2' ... */
  readonly name: string;
  /** Begin with these weights, which must fit the net; the optimiser starts afresh. */
  readonly from?: WeightsOf | null;
  /** The sweep that it belongs to. */
  readonly sweep?: string;
  /** It retrains the run of `from`: corrected train frames are seen so many times an epoch. */
  readonly retrain?: { readonly weight: number } | null;
}
export interface Retrain {
  readonly from: WeightsOf;
  readonly minutes: number;
  /** How often an epoch sees a train frame that was corrected since: 1 = as any other. */
  readonly weight: number;
}
/** A run that has begun. `finished` never rejects for an expected failure: a failed or interrupted run is a value with its state and reason. */
export interface StartedRun {
  readonly run: RunId;
  /** What the person should know, one sentence each ('4 train frames have no mask and are left out.'). */
  readonly notices: readonly string[];
  readonly finished: Promise<Result<RunSummary>>;
}

export interface SplitReport {
  readonly train: number;
  readonly heldOut: number;
  readonly none: number;
  /** Names in the lists that no frame has. */
  readonly unknown: readonly string[];
}
export interface ImportChoices {
  /** Copy the pictures into the project instead of leaving them where they are. */
  readonly copy: boolean;
  /** Give the project the classes that it lacks; as the format has it, if left out. */
  readonly classes?: boolean;
}
export interface MaskEdit {
  readonly frame: FrameId;
  readonly base: VersionId | null;
  readonly rle: Uint8Array;
  readonly author: Author;
  readonly note: string;
  readonly key: string;
  /** What it does to the frame's stored undo steps. */
  readonly undo?: UndoChange | undefined;
}

export type EvaluationSet = 'held-out' | 'train' | 'all';
export interface FrameEvaluation {
  readonly frame: FrameId;
  readonly name: string;
  /** What the frame was to this run: 'none' = it never saw it. */
  readonly split: Split;
  /** The mask version that was scored against: the frame's current one. */
  readonly mask: VersionId;
  readonly iou: number;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}
/** Exactly the object of `evaluate --json`. Sets are the run's own: a frame it trained on never counts as held out. */
export interface Evaluation {
  readonly run: RunId;
  readonly epoch: number;
  /** Of a U-Net++ with deep supervision: the node that was read. */
  readonly depth: number;
  readonly threshold: number;
  readonly set: EvaluationSet;
  /** What followed the threshold. */
  readonly post: Post;
  readonly frames: number;
  readonly meanIoU: number | null;
  readonly pooledIoU: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly perFrame: readonly FrameEvaluation[];
}

export interface SheetRequest {
  readonly config: RunConfig;
  /** How many samples, 1..100. */
  readonly n: number;
  readonly seed: number;
}
/** A PNG of so many pixels. */
export interface Sheet {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** The picture's style is `ExportRequest`; `frames` empty = all, `run` null = the newest run when the prediction is to be shown. */
export interface VideoRequest extends ExportRequest {
  readonly fps: number;
  /** The file to write, .mp4, .webm or .gif; there only when whole. */
  readonly out: string;
}
export interface StillRequest extends ExportRequest {
  /** The file to write, .png; there only when whole. */
  readonly out: string;
}
export type PredictedMasks = z.output<typeof PredictedMasksSchema>;
export type PreviewRequest = z.output<typeof app.exportPreview.in>;
export interface OverlaysRequest extends ExportRequest {
  readonly outDir: string;
}

export interface MaskExport {
  readonly format: FormatName;
  /** What a run predicts, instead of the current masks. */
  readonly of?: PredictedMasks | undefined;
  /** In this order; empty = all. Those without a mask are left out. */
  readonly frames: readonly FrameId[];
  /** Label ids to write, besides ignore: pixels of others become 'other'. Null = all. */
  readonly classes: readonly number[] | null;
  /** What an annotation file holds; the format's first without it. */
  readonly shapes?: ShapesAs | undefined;
  /** How far, in pixels, polygons may leave the outlines, to have fewer points: 0 (exact, without it) to MAX_TOLERANCE. */
  readonly tolerance?: number | undefined;
  /** The folder to make: it must not be there, or be empty. There only when whole. */
  readonly out: string;
}
export interface ExportedMasks {
  readonly format: FormatName;
  readonly folder: string;
  /** Relative to the folder. */
  readonly files: readonly string[];
  readonly bytes: number;
  readonly frames: number;
  /** Frames that were left out. */
  readonly withoutMask: number;
  /** What the format could not say, one sentence each. */
  readonly notes: readonly string[];
}

/** Event files, a folder a run. */
export interface WrittenLogs {
  readonly folder: string;
  readonly runs: readonly { readonly run: RunId; readonly name: string; readonly epochs: number; readonly file: string }[];
}

export interface BenchRequest {
  readonly nets: readonly RunConfig['net'][];
  /** Null: every precision that this machine is made for. */
  readonly precision: RunConfig['precision'] | null;
  readonly path: BenchResult['path'];
  readonly base: number;
  readonly batch: number;
  readonly width: number;
  readonly height: number;
  /** Timed steps of each shape, after a few to warm up. */
  readonly steps: number;
  /** Also time the reference run's own step where that takes no more than about a minute. */
  readonly reference: boolean;
}
export interface BenchReport {
  readonly device: string;
  /** What `auto` takes on this machine. */
  readonly auto: BenchResult['precision'];
  readonly results: readonly BenchResult[];
  /** What was left out or went wrong, a sentence each. */
  readonly notes: readonly string[];
  /** What the reference run's steps would take; null when nothing was measured. */
  readonly reference: ReferenceTime | null;
  readonly cancelled: boolean;
}
export interface ReferenceTime {
  readonly seconds: number;
  readonly precision: BenchResult['precision'];
  /** Of the reference's own shape, or of another, scaled by the multiply-adds in it. */
  readonly from: BenchResult;
  readonly scaled: boolean;
}
/** `secondsLeft` null: nothing is known yet. */
export interface BenchProgress extends VerbProgress {
  readonly secondsLeft: number | null;
}
export interface WeightsImport {
  /** A Keras .weights.h5 or .h5 file. */
  readonly file: string;
  /** Empty = the file's name. */
  readonly name: string;
  /** The input size; null = the file's own, or the reference's where the file knows none. */
  readonly size: { readonly width: number; readonly height: number } | null;
}
export interface ImportedRun {
  readonly run: RunSummary;
  readonly parameters: number;
  /** What the person should know, one sentence each. */
  readonly notices: readonly string[];
}
export interface ModelExport extends WeightsOf {
  /** Of a U-Net++ with deep supervision; null = as the run predicts. */
  readonly depth: number | null;
  readonly format: ModelFormat;
  readonly out: string;
  readonly overwrite: boolean;
}
export interface ExportedModel {
  readonly run: RunId;
  readonly epoch: number;
  readonly format: ModelFormat;
  /** The file or folder. */
  readonly out: string;
  readonly files: readonly { readonly file: string; readonly bytes: number }[];
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly parameters: number;
}

export interface Verbs {
  studioOf(project: Project, engine: Engine): Studio;

  // The project. `folder` may lack '.roadbrush'; it is added.
  createProject(folder: string, options: OpenOptions): Result<Project>;
  openProject(folder: string, options: OpenOptions): Result<Project>;
  projectInfo(project: Project): ProjectInfo;
  createSample(
    folder: string,
    engine: Engine,
    size: { readonly frames?: number; readonly seed?: number },
    options: OpenOptions & VerbOptions,
  ): Promise<Result<Project>>;

  // Frames.
  /** Looks at a folder or file of any format (shared/labels/formats) and says what an import would read. */
  lookAtSource(
    path: string,
    hints?: { readonly masks?: string; readonly format?: string },
    options?: Pick<VerbOptions, 'signal'>,
  ): Promise<Result<DatasetPlan>>;
  /** Cancelled: an ok value with `cancelled: true`, and nothing was added. */
  importFrames(studio: Studio, plan: DatasetPlan, how: ImportChoices, options?: VerbOptions): Promise<Result<ImportReport>>;
  splitFrames(project: Project, rule: SplitRule): Result<SplitReport>;
  /** Sorted by name, naturally (frame_2 before frame_10). */
  listFrames(project: Project): FrameSummary[];
  frameSummary(project: Project, frame: FrameId): Result<FrameSummary>;
  /** The image file, which exists; a missing one is a failure ('not-found') that says where it was looked for. */
  frameFile(project: Project, frame: FrameId): Result<string>;
  /** A WebP, `width` pixels wide, kept in the project's cache folder. */
  thumbnail(studio: Studio, frame: FrameId, width: number): Promise<Result<Uint8Array>>;
  reviewFrame(
    project: Project,
    review: { readonly frame: FrameId; readonly state: ReviewState; readonly note?: string },
  ): Result<FrameSummary>;
  /** Review, note and set of many frames: all in one transaction, or none. */
  markFrames(project: Project, marks: readonly FrameMark[]): Result<FrameSummary[]>;

  // Classes.
  listClasses(project: Project): LabelClass[];
  /** Refused ('in-use') where a class is left out that masks still have pixels of. */
  setClasses(project: Project, classes: readonly LabelClass[]): Promise<Result<LabelClass[]>>;
  /** Every pixel of `from` becomes `to`, each mask a new version; then `from` is removed. */
  moveClass(project: Project, from: number, to: number, options?: VerbOptions): Promise<Result<{ frames: FrameId[] }>>;

  // Masks.
  loadMask(project: Project, frame: FrameId): Result<LoadedMask>;
  saveMask(project: Project, edit: MaskEdit): Result<SavedMask>;
  maskHistory(project: Project, frame: FrameId): Result<MaskVersionSummary[]>;
  maskVersion(project: Project, version: VersionId): Result<{ rle: Uint8Array<ArrayBuffer> }>;
  /** Null takes the name away. */
  nameVersion(project: Project, version: VersionId, name: string | null): Result<MaskVersionSummary>;
  /** Makes an older version the frame's mask again, as a new version; null when it is that already. */
  restoreVersion(project: Project, frame: FrameId, version: VersionId): Result<SavedMask | null>;
  /** Which mask version of each frame a run saw. */
  runFrames(project: Project, run: RunId): Result<RunFrame[]>;
  /** The stored undo steps after a position, a page at a time. */
  undoSteps(project: Project, frame: FrameId, after: number): Result<UndoPage>;

  // Runs.
  /** Train samples as a run of this config would draw them, with their masks, on one picture. */
  augmentSheet(studio: Studio, request: SheetRequest, options?: VerbOptions): Promise<Result<Sheet>>;
  /** The same as a file, which ends in .png. */
  writeAugmentSheet(
    studio: Studio,
    request: SheetRequest & { readonly out: string },
    options?: VerbOptions,
  ): Promise<Result<{ file: string; samples: number; bytes: number; width: number; height: number }>>;
  /** Refused while another run of this studio goes on ('busy'). */
  startRun(studio: Studio, start: RunStart, options?: RunOptions): Promise<Result<StartedRun>>;
  resumeRun(studio: Studio, run: RunId, options?: RunOptions): Promise<Result<StartedRun>>;
  /** At the end of the queue (`first`: before the others), in this order, checked: all of them or none. Nothing begins by it. */
  queueRuns(studio: Studio, starts: readonly RunStart[], first?: boolean): Promise<Result<RunId[]>>;
  /** The first of the queue begins, where it may: null when nothing waits, something trains, or the queue is held. A refusal holds the queue. */
  startNext(studio: Studio, options?: RunOptions): Promise<Result<StartedRun | null>>;
  listQueue(project: Project): RunSummary[];
  /** 1 is the next; null takes it out of the line, until it is placed again or removed. */
  placeInQueue(project: Project, run: RunId, place: number | null): Result<RunSummary[]>;
  holdQueue(studio: Studio, held: boolean): void;
  /** What startRun or queueRuns take to retrain a run from corrections, within so many minutes. */
  retrainingStart(project: Project, what: Retrain): Result<RunStart>;
  /** What became better and worse since the run that it started from: both at their best (or given) epochs, same threshold, masks of now. */
  retrainReport(studio: Studio, run: RunId, options?: VerbOptions): Promise<Result<RetrainReport>>;
  keepRetrained(project: Project, run: RunId): Result<RunSummary>;
  controlRun(studio: Studio, run: RunId, action: 'pause' | 'resume' | 'stop'): Promise<Result<Record<string, never>>>;
  /** The person paints; to be told again while the brush moves. */
  giveWay(studio: Studio): void;
  listRuns(project: Project): RunSummary[];
  getRun(project: Project, run: RunId): Result<RunDetail>;
  renameRun(project: Project, run: RunId, name: string): Result<RunSummary>;
  /** Threshold and what follows it, remembered for the run; null forgets it. */
  setDecision(project: Project, run: RunId, decision: Decision | null): Result<RunSummary>;
  /** Tags and note; what is not given stays. */
  annotateRun(
    project: Project,
    run: RunId,
    words: { readonly tags?: readonly string[] | undefined; readonly note?: string | undefined },
  ): Result<RunSummary>;
  /** After a change of the split: which frames of each run are in another set now, counted a run at a time. Answers the runs counted. */
  countMoved(project: Project, options?: Pick<VerbOptions, 'signal'>): Promise<Result<RunSummary[]>>;
  /** Whether scores of these runs may be held against each other: a row a run, each beside the first. */
  runsMeasuredOn(project: Project, runs: readonly RunId[]): Promise<Result<MeasuredOn[]>>;
  removeRun(studio: Studio, run: RunId): Promise<Result<Record<string, never>>>;

  // Weights and models, from and to elsewhere.
  /** A finished run with the weights of a Keras file, scored on the held-out frames as they are now. Cancelled: nothing was added. */
  importWeights(studio: Studio, what: WeightsImport, options?: VerbOptions): Promise<Result<ImportedRun>>;
  /** The weights of an epoch as a file or a folder that other programs load; there only when whole. */
  exportModel(studio: Studio, what: ModelExport, options?: VerbOptions): Promise<Result<ExportedModel>>;

  // What a run predicts.
  prediction(
    studio: Studio,
    /** `stored`: refused with 'not-stored' rather than computed. */
    what: { readonly run: RunId; readonly epoch: EpochChoice; readonly frame: FrameId; readonly stored?: boolean | undefined },
    options?: VerbOptions,
  ): Promise<Result<Prediction>>;
  /** Frames whose predictions are stored. */
  predicted(project: Project, what: { readonly run: RunId; readonly epoch: EpochChoice }): Result<{ epoch: number; frames: FrameId[] }>;
  /** Predicts and stores; frames empty = all. Those already stored are not computed again, and what was predicted before a cancellation stays. */
  predict(
    studio: Studio,
    what: { readonly run: RunId; readonly epoch: EpochChoice; readonly frames: PredictedSet },
    options?: VerbOptions,
  ): Promise<Result<{ run: RunId; epoch: number; frames: number; computed: number }>>;
  evaluate(
    studio: Studio,
    what: {
      readonly run: RunId;
      readonly epoch: EpochChoice;
      readonly threshold: number;
      readonly set: EvaluationSet;
      readonly post?: Post | undefined;
    },
    options?: VerbOptions,
  ): Promise<Result<Evaluation>>;
  /** Stored scores, at the run's own threshold, with the masks that it saw. */
  scores(
    project: Project,
    what: { readonly run: RunId; readonly epoch: EpochChoice },
  ): Result<{ epoch: number; rows: FrameScoreRow[]; heldOut: SetScore }>;

  /** On all frames that both have predicted, with the masks of now; nothing is stored. */
  compareRuns(
    project: Project,
    what: { readonly a: PairSide; readonly b: PairSide },
    options?: VerbOptions,
  ): Promise<Result<RunComparison>>;

  // Exports.
  exportVideo(
    studio: Studio,
    request: VideoRequest,
    options?: VerbOptions,
  ): Promise<Result<{ file: string; frames: number; bytes: number; width: number; height: number; notes: readonly string[] }>>;
  exportOverlays(studio: Studio, request: OverlaysRequest, options?: VerbOptions): Promise<Result<{ folder: string; files: string[] }>>;
  /** The first frame that is named, as a PNG of its own. */
  exportStill(
    studio: Studio,
    request: StillRequest,
    options?: VerbOptions,
  ): Promise<Result<{ file: string; bytes: number; width: number; height: number }>>;
  /** One picture as the export would hold it. */
  previewExport(studio: Studio, preview: PreviewRequest, options?: VerbOptions): Promise<Result<PicturePreview>>;
  /** Masks in a format of other programs, all of them or none. Refused ('exists') where something is in the way. */
  exportMasks(studio: Studio, request: MaskExport, options?: VerbOptions): Promise<Result<ExportedMasks>>;

  /** The curves of runs for TensorBoard; `runs` empty = all with a finished epoch. The folder must not be there, or be empty; it is there only when whole. */
  exportTensorBoard(project: Project, what: { readonly runs: readonly RunId[]; readonly out: string }): Promise<Result<WrittenLogs>>;

  /** A run in one HTML file, its held-out frames measured at an epoch; there only when whole. */
  writeReport(
    studio: Studio,
    what: { readonly run: RunId; readonly epoch: EpochChoice; readonly out: string },
    options?: VerbOptions,
  ): Promise<Result<{ file: string; bytes: number; run: RunId; epoch: number; heldOutFrames: number }>>;
  /** A chart that the window drew, as a file; there only when whole. */
  saveCurves(out: string, bytes: Uint8Array): Promise<Result<{ file: string; bytes: number }>>;

  /**
   * What a training step takes here, each shape in an engine of its own, which is closed again. Cancelled: an ok value with `cancelled: true` and
   * what was measured until then. Fails when nothing could be measured.
   */
  bench(
    newEngine: (path: BenchResult['path']) => Engine,
    request: BenchRequest,
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (progress: BenchProgress) => void },
  ): Promise<Result<BenchReport>>;

  /** `engine` null: the native parts are described without running an operation. Never fails: what is wrong is in the report. */
  diagnose(engine: Engine | null, routes: Routes | null, folder?: string): Promise<DoctorReport>;
}
