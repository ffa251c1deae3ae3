// Every call that the engine answers, with its input, its output and the events on the way. The engine never opens the project's database.
import type { Confusion, EpochRecord, FrameId, SetScore } from '../../shared/domain';
import type { MaskKind, WrittenKind } from '../../shared/labels/formats';
import type { PictureStyle, VideoKind } from '../../shared/overlay/pictureStyle';
import type { Result } from '../../shared/result';
import type { RunConfig } from '../../shared/training/config';
import type { ModelFormat } from '../../shared/training/modelFormats';
import type { Progress as RunScores } from '../../shared/training/schedule';

/** A frame as the engine sees it. `mask`: RLE of the label map (shared/mask/rle), null when the frame has none. */
export interface EngineFrame {
  readonly id: FrameId;
  readonly name: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly mask: Uint8Array | null;
  /** How often an epoch of training sees it; once, unless it is said. */
  readonly times?: number;
}

export interface DeviceReport {
  /** The device an operation was really run on: 'CPU' or 'GPU'. */
  readonly kind: 'CPU' | 'GPU';
  /** 'AMD EPYC, 2 cores' or the GPU's name. */
  readonly name: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly amx: boolean;
  readonly avx512: boolean;
  readonly avx2: boolean;
  /** It computes in bfloat16 at speed. */
  readonly bfloat16: boolean;
  readonly tensorflow: string;
  readonly tfjs: string;
  /** 'graph': the step is one TensorFlow graph; 'eager': operation by operation. */
  readonly path: 'eager' | 'graph';
}

export interface InspectItem {
  readonly image: string;
  readonly mask: string | null;
  /** How the mask file's pixels become label ids. */
  readonly maskKind: MaskKind;
}
export interface InspectedImage {
  readonly image: string;
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the file, hex: what finds duplicates. */
  readonly sha256: string;
  /** RLE of the label map, null without a mask or when maskError is set. */
  readonly mask: Uint8Array | null;
  /** Distinct label ids of the mask. */
  readonly labels: readonly number[];
  /** What of the mask was not as its format has it ('12 pixels of colour #123456 ... became ignore'), a clause; empty when all was. */
  readonly maskNote: string;
  readonly maskError: string | null;
}

/** A mask file by itself. */
export interface ReadMask {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly rle: Uint8Array;
  readonly labels: readonly number[];
  readonly note: string;
}
export interface MaskToWrite {
  /** Absolute; its folder is made, a file that is there is refused. */
  readonly path: string;
  readonly as: WrittenKind;
  readonly rle: Uint8Array;
}

export interface TrainJob {
  readonly config: RunConfig;
  readonly train: readonly EngineFrame[];
  readonly heldOut: readonly EngineFrame[];
  /** Folder for checkpoint files; exists. They are written as epoch-NNNN.safetensors; main decides what is kept and deletes. */
  readonly folder: string;
  /** Checkpoint file of the epoch to go on from, with optimiser, shuffle and random state; null begins with the first. What was written down of the epoch after it is used. */
  readonly resume: string | null;
  /** Seconds of training that the run has had before; they count towards its time budget. */
  readonly secondsBefore: number;
  /** Seconds after which a long epoch is written down in its middle, so that a crash loses no more. */
  readonly restSeconds: number;
  /** Weights (a checkpoint file) to start a new run from, with an optimiser that starts afresh; nothing = the seed's own. */
  readonly start?: string | null;
}
/** In the run's folder: the checkpoint inside an epoch, if there is one. */
export const RESTING_FILE = 'resting.safetensors';
/** 8-bit probabilities at the net's own size, [height*width], round(p*255), deflated (zlib). */
export interface PredictionBlob {
  readonly frame: FrameId;
  readonly width: number;
  readonly height: number;
  readonly deflated: Uint8Array;
}
export interface FrameScore {
  readonly frame: FrameId;
  readonly counts: Confusion;
  /** IoU of road at the frame's own size; 1 when both are empty. */
  readonly iou: number;
}
export type TrainEvent =
  /** Once, before the first step: how it is really computed. `note`: why not as 'auto' might have, for the person. */
  | { readonly kind: 'started'; readonly path: 'eager' | 'graph'; readonly precision: 'float32' | 'bfloat16'; readonly note: string | null }
  | {
      readonly kind: 'step';
      readonly epoch: number;
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
      readonly stepSeconds: number;
      readonly waitSeconds: number;
      readonly imagesPerSecond: number;
      readonly secondsLeft: number | null;
      readonly learningRate: number;
      /** The next step waits while the person paints. */
      readonly yielding: boolean;
    }
  | { readonly kind: 'scoring'; readonly epoch: number; readonly done: number; readonly total: number }
  | {
      readonly kind: 'epoch';
      readonly record: EpochRecord;
      /** What the held-out scores up to this epoch say: what early stopping and the plateau go by. */
      readonly progress: RunScores;
      readonly scores: readonly FrameScore[];
      readonly predictions: readonly PredictionBlob[];
      readonly checkpoint: { readonly file: string; readonly sha256: string; readonly bytes: number };
    }
  | { readonly kind: 'state'; readonly state: 'running' | 'paused' };
export interface TrainOutcome {
  /** 'patience', 'budget': ended by itself before its last epoch. */
  readonly end: 'done' | 'stopped' | 'patience' | 'budget';
  /** Epochs finished and scored. */
  readonly epochs: number;
}

export interface PredictJob {
  readonly config: RunConfig;
  readonly checkpoint: string;
  readonly frames: readonly EngineFrame[];
  readonly threshold: number;
  /** Predicts each frame's mirror image and answers it mirrored back. */
  readonly flip?: boolean;
}
export interface PredictedFrame {
  readonly prediction: PredictionBlob;
  /** Null when the frame has no mask. Histograms: frame-size pixels by 8-bit probability, [256] each, of road and of not-road truth. */
  readonly score: (FrameScore & { readonly road: readonly number[]; readonly notRoad: readonly number[] }) | null;
}

export interface OverlayFrame extends EngineFrame {
  readonly prediction: PredictionBlob | null;
  /** 'held-out' | 'train' | 'none', for the read-out. */
  readonly split: string;
  /** The style's treatment was not for this frame: it has no neighbours. */
  readonly untreated?: boolean;
}
export interface OverlayStyle extends PictureStyle {
  /** 'unet 3, epoch 12'; empty without a run. */
  readonly runName: string;
  /** What was done to the prediction before the threshold, for the read-out: 'smoothed over 5 frames'. */
  readonly treatment?: readonly string[];
  /** Label id -> '#rrggbb' of the project's classes besides road, as the window shows them; none are drawn without. */
  readonly classColours?: readonly (readonly [number, string])[];
}
/** A frame's score as the curve beneath exported pictures shows it. */
export interface ScoredFrame {
  readonly split: string;
  /** IoU of road at the frame's own size; null where it is not known. */
  readonly iou: number | null;
}
export interface VideoJob {
  readonly frames: readonly OverlayFrame[];
  readonly style: OverlayStyle;
  readonly fps: number;
  readonly as: VideoKind;
  /** Of every frame, for the strip and the card; not needed without them. */
  readonly scores?: readonly ScoredFrame[];
  /** Final path; written beside it under a temporary name and renamed when whole. */
  readonly out: string;
}
export interface PictureJob {
  readonly frame: OverlayFrame;
  readonly style: OverlayStyle;
  readonly scores: readonly ScoredFrame[];
  /** Which of the scored it is. */
  readonly index: number;
  /** What it is fitted into: the size of a video's first frame; null = its own. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Not the frame but the card before a video of so many frames a second. */
  readonly card: { readonly fps: number } | null;
}
export interface DrawnPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** What the read-out says, from left to right. */
  readonly words: readonly string[];
}
export interface OverlaysJob {
  readonly frames: readonly OverlayFrame[];
  readonly style: OverlayStyle;
  /** Of every frame, for the strip; not needed without it. */
  readonly scores?: readonly ScoredFrame[];
  readonly outDir: string;
}

/** Samples as training draws them, from `frames` in turn. */
export interface SheetJob {
  readonly config: RunConfig;
  readonly frames: readonly EngineFrame[];
  readonly n: number;
  readonly seed: number;
}

/** One shape of training step to be timed, with noise for pictures. `warmUp` steps come before the `steps` that count. */
export interface BenchJob {
  readonly config: RunConfig;
  readonly steps: number;
  readonly warmUp: number;
}
export interface BenchResult {
  readonly net: RunConfig['net'];
  readonly base: number;
  readonly batch: number;
  /** '224x224', width first. */
  readonly size: string;
  /** What it really computed in, and which way. */
  readonly precision: 'float32' | 'bfloat16';
  readonly path: 'graph' | 'eager';
  readonly device: string;
  /** The median of `seconds`. */
  readonly stepSeconds: number;
  readonly imagesPerSecond: number;
  /** The most that the engine's process ever held, 2^20 bytes. */
  readonly peakMB: number;
  readonly seconds: readonly number[];
}

export interface SampleJob {
  readonly dir: string;
  readonly frames: number;
  readonly seed: number;
}
export interface SampleFrame {
  readonly name: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
  /** RLE; null for the frames left without a mask. */
  readonly mask: Uint8Array | null;
  /** True where the stored mask is wrong on purpose. */
  readonly planted: boolean;
}

export interface WeightsImportJob {
  /** A Keras file: .weights.h5 or .h5. */
  readonly file: string;
  /** The checkpoint to write. */
  readonly out: string;
  /** The input size; null = the file's own, or the usual one where it knows none. */
  readonly size: { readonly width: number; readonly height: number } | null;
}
/** What an exported model says of itself. */
export interface ModelAbout {
  readonly version: string;
  /** 'U-Net, 8 base filters' */
  readonly net: string;
  readonly run: string;
  readonly epoch: number;
  readonly threshold: number;
  /** Null when it was not scored as it is exported. */
  readonly heldOut: SetScore | null;
}
export interface ModelExportJob {
  /** Its depth is the one that is exported. */
  readonly config: RunConfig;
  readonly checkpoint: string;
  readonly format: ModelFormat;
  /** A file or a folder, as the format has it; appears whole or not at all. */
  readonly out: string;
  readonly overwrite: boolean;
  readonly about: ModelAbout;
}

export interface Progress {
  readonly kind: 'progress';
  readonly done: number;
  readonly total: number;
}

/** name -> [input, output, event]. */
export interface EngineCalls {
  'device.describe': [Record<string, never>, DeviceReport, never];
  'images.inspect': [
    { readonly items: readonly InspectItem[] },
    { failed: readonly { image: string; why: string }[]; images: readonly InspectedImage[] },
    Progress,
  ];
  /** Mask files without their pictures. */
  'masks.read': [
    { readonly items: readonly { readonly path: string; readonly as: MaskKind }[] },
    { readonly failed: readonly { path: string; why: string }[]; readonly masks: readonly ReadMask[] },
    Progress,
  ];
  /** `palette`: label id -> '#rrggbb'. `lost`: pixels of each item whose class its format cannot say. Fails with 'unwritable' or 'disk-full'. */
  'masks.write': [
    { readonly items: readonly MaskToWrite[]; readonly palette: readonly (readonly [number, string])[] },
    { readonly bytes: number; readonly lost: readonly number[] },
    Progress,
  ];
  'images.thumbnail': [{ readonly path: string; readonly width: number }, { readonly webp: Uint8Array }, never];
  'sample.render': [SampleJob, { readonly frames: readonly SampleFrame[] }, Progress];
  'augment.sheet': [SheetJob, { readonly png: Uint8Array; readonly width: number; readonly height: number }, never];
  /** Long; controlled by train.control with the same `run` key. */
  'train.run': [TrainJob & { readonly run: number }, TrainOutcome, TrainEvent];
  'train.control': [{ readonly run: number; readonly action: 'pause' | 'resume' | 'stop' }, Record<string, never>, never];
  /** The person paints: the next steps wait a moment. Told again and again while the brush moves. */
  'train.yield': [Record<string, never>, Record<string, never>, never];
  /** What a run that asks for `wanted` computes in here. 'auto' tries itself out, about a second. `note`: why not bfloat16, for the person. */
  'precision.choose': [
    { readonly wanted: RunConfig['precision'] },
    { readonly precision: 'float32' | 'bfloat16'; readonly note: string | null },
    never,
  ];
  'predict.frames': [PredictJob, { readonly frames: number }, Progress | { readonly kind: 'frame'; readonly frame: PredictedFrame }];
  /** `notes`: sentences on what was done to make the frames fit a video, for the person. */
  'video.write': [
    VideoJob,
    { readonly frames: number; readonly bytes: number; readonly width: number; readonly height: number; readonly notes: readonly string[] },
    Progress,
  ];
  'bench.step': [BenchJob, BenchResult, Progress];
  /** One picture of an export, as its file would hold it. */
  'picture.draw': [PictureJob, DrawnPicture, never];
  /** The same, small enough to be carried inside a page. */
  'picture.webp': [PictureJob, { readonly webp: Uint8Array; readonly width: number; readonly height: number }, never];
  /** IoU of road of each at the frame's own size; null without mask or prediction. */
  'frames.score': [
    Pick<OverlayStyle, 'threshold' | 'post'> & { readonly frames: readonly OverlayFrame[] },
    { readonly ious: readonly (number | null)[] },
    Progress,
  ];
  /** What is predicted as a label map: road and other; ignore where the frame's mask ignores, if asked for. */
  'predictions.mask': [
    Pick<OverlayStyle, 'threshold' | 'post'> & { readonly frame: OverlayFrame; readonly keepIgnore: boolean },
    { readonly rle: Uint8Array },
    never,
  ];
  'overlays.write': [OverlaysJob, { readonly files: readonly string[] }, Progress];
  'weights.import': [
    WeightsImportJob,
    {
      readonly config: RunConfig;
      readonly sizeKnown: boolean;
      readonly origin: string;
      readonly parameters: number;
      readonly checkpoint: { readonly file: string; readonly sha256: string; readonly bytes: number };
    },
    never,
  ];
  'model.export': [
    ModelExportJob,
    {
      readonly files: readonly { file: string; bytes: number }[];
      readonly width: number;
      readonly height: number;
      readonly parameters: number;
    },
    never,
  ];
}
export type EngineCallName = keyof EngineCalls;
export type EngineInput<K extends EngineCallName> = EngineCalls[K][0];
export type EngineOutput<K extends EngineCallName> = EngineCalls[K][1];
export type EngineEvent<K extends EngineCallName> = EngineCalls[K][2];

export interface CallOptions<K extends EngineCallName> {
  readonly onEvent?: (event: EngineEvent<K>) => void;
  /** Aborting cancels the call; it then fails with code 'cancelled'. */
  readonly signal?: AbortSignal;
}

/** What studio verbs know of the engine: in this process (command line) or in its own (window). Failures: 'cancelled', 'engine-died', 'bad-input', 'unreadable', 'diverged' ... */
export interface Engine {
  call<K extends EngineCallName>(name: K, input: EngineInput<K>, options?: CallOptions<K>): Promise<Result<EngineOutput<K>>>;
  close(): Promise<void>;
}

/** One call's implementation inside the engine. Throw ExpectedFailure for what may happen; check `signal` between pieces of work. */
export type EngineHandler<K extends EngineCallName> = (
  input: EngineInput<K>,
  context: { readonly emit: (event: EngineEvent<K>) => void; readonly signal: AbortSignal },
) => Promise<EngineOutput<K>>;
export type EngineHandlers = { readonly [K in EngineCallName]: EngineHandler<K> };
