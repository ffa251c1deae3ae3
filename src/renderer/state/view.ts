// What is looked at and how: the frame, the tool, opacities, threshold, run and epoch. Gestures and pixels never pass through here.
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { ROAD, type EpochChoice, type FrameId, type RunId, type VersionId } from '../../shared/domain';
import { NO_POST, type Decision, type Post } from '../../shared/prediction/decision';
import type { Temporal } from '../../shared/prediction/temporal';
import { ToolSettings } from './toolSettings';

export type { ToolSettings } from './toolSettings';

export type ToolName = 'brush' | 'eraser' | 'fill' | 'polygon' | 'lasso' | 'rectangle' | 'wand' | 'superpixel' | 'region';

/** 'saved' only after main has acknowledged every stroke. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed';

/** What the canvas shows the difference to. Versions are the frame's own: another frame ends the comparison with them. */
export type Compare =
  | { readonly kind: 'none' }
  | { readonly kind: 'prediction' }
  /** The mask as it is painted against one of its versions; `label` names that one: 'version of 12 Nov'. */
  | { readonly kind: 'version'; readonly version: VersionId; readonly label: string }
  /** Two versions of the past; `label` names both. Painting is not possible meanwhile. */
  | { readonly kind: 'pair'; readonly before: VersionId; readonly after: VersionId; readonly label: string }
  /** Two runs: A is the shown one (`run`, `epoch`), B is `other`. Kept while one goes from frame to frame. */
  | { readonly kind: 'runs'; readonly other: RunId; readonly otherEpoch: EpochChoice; readonly show: PairShow };

/** Both in one picture, A left and B right of a divider, or one at a time. */
export type PairShow = 'overlay' | 'swipe' | 'blink';

export const NOTHING_COMPARED: Compare = { kind: 'none' };

/**
 * What the live numbers hold the mask against: the prediction above the threshold, the mask as it was when the frame was opened (or last
 * saved by name), or the frame's newest imported mask.
 */
export type Against = 'prediction' | 'before' | 'reference';

/** Brightness and contrast -100..100, 0 = as the file has it; gamma 0.2..5, 1 = as the file has it. */
export const ADJUST = { brightness: 100, contrast: 100, gamma: { min: 0.2, max: 5 } } as const;

export const BRUSH_SIZE = { min: 1, max: 500 } as const;
export const PLAY_SPEEDS = [1, 2, 5, 10, 15, 20, 30] as const;

export interface View {
  frame: FrameId | null;
  /** The frames that next and previous walk through, as the list shows them (filtered, sorted); null = all of the session's. */
  order: readonly FrameId[] | null;
  tool: ToolName;
  /** Diameter in pixels of the frame. */
  brushSize: number;
  brushShape: 'round' | 'square';
  /** Label id that the brush paints. */
  paintClass: number;
  /** Labels that may be painted over; null = all. */
  paintOver: ReadonlySet<number> | null;
  toolOptions: ToolSettings;
  maskOpacity: number;
  predictionOpacity: number;
  /** A pixel is predicted road when its probability is above this, 0..1. */
  threshold: number;
  /** What follows the threshold; see `decisionOf`. */
  post: Post;
  showMask: boolean;
  showPrediction: boolean;
  /** Borders only, no filling. */
  outlineOnly: boolean;
  /** Of the picture alone, for this session; see ADJUST. */
  brightness: number;
  contrast: number;
  gamma: number;
  /** Borders between the frame's pixels once they are large. */
  showGrid: boolean;
  /** The whole frame in a corner while only a part of it can be seen. */
  showMinimap: boolean;
  compare: Compare;
  /** Where the divider between two runs stands, 0..1 of the frame's width: A is left of it. */
  swipe: number;
  /** Of two runs that blink: B is to be seen instead of A. */
  blinkOther: boolean;
  against: Against;
  run: RunId | null;
  epoch: EpochChoice;
  playing: boolean;
  fps: number;
  /** Playing begins again at its end. */
  loop: boolean;
  /** The first and last frame that play; null = all of the list. */
  playRange: { readonly from: FrameId; readonly to: FrameId } | null;
  /** The kept epochs of the frame play, so many a second, once or in a loop. */
  watching: boolean;
  watchFps: number;
  watchLoop: boolean;
  /** Predictions are smoothed over neighbouring frames; null = they are as the net made them. */
  temporal: Temporal | null;
  /** Grows with every change of zoom or pan; the viewport itself lives outside React (canvas/viewport). */
  viewVersion: number;
  /** Screen pixels per pixel of the frame, for display. */
  zoom: number;
  saveState: SaveState;
  /** Why saving failed, one sentence; empty otherwise. */
  saveMessage: string;
  /** Strokes not yet acknowledged. */
  unsavedStrokes: number;
}

export interface ViewActions {
  goTo(frame: FrameId | null): void;
  setTool(tool: ToolName): void;
  setBrushSize(diameter: number): void;
  setPaintClass(id: number): void;
  /** Whether `id` may be painted over: the first one chosen locks all others, the last one taken away locks none. */
  togglePaintOver(id: number): void;
  setToolOptions(values: Partial<ToolSettings>): void;
  setThreshold(threshold: number): void;
  setPost(values: Partial<Post>): void;
  setMaskOpacity(opacity: number): void;
  setPredictionOpacity(opacity: number): void;
  /** Chooses a run (null = none) and its epoch, 'best' when not given; shows the prediction. */
  showRun(run: RunId | null, epoch?: EpochChoice): void;
  setEpoch(epoch: EpochChoice): void;
  /** Any of brightness, contrast and gamma, kept in their ranges. */
  adjust(values: Partial<Pick<View, 'brightness' | 'contrast' | 'gamma'>>): void;
  setCompare(compare: Compare): void;
  setAgainst(against: Against): void;
  setPlaying(playing: boolean): void;
  setFps(fps: number): void;
  set(values: Partial<View>): void;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Comparisons that go along to another frame. */
const ALONG: ReadonlySet<Compare['kind']> = new Set(['prediction', 'runs']);

const INITIAL: View = {
  frame: null,
  order: null,
  tool: 'brush',
  brushSize: 40,
  brushShape: 'round',
  paintClass: ROAD,
  paintOver: null,
  toolOptions: ToolSettings.parse({}),
  maskOpacity: 0.45,
  predictionOpacity: 0.5,
  threshold: 0.5,
  post: NO_POST,
  showMask: true,
  showPrediction: true,
  outlineOnly: false,
  brightness: 0,
  contrast: 0,
  gamma: 1,
  showGrid: true,
  showMinimap: true,
  compare: NOTHING_COMPARED,
  swipe: 0.5,
  blinkOther: false,
  against: 'prediction',
  run: null,
  epoch: 'best',
  playing: false,
  fps: 10,
  loop: false,
  playRange: null,
  watching: false,
  watchFps: 5,
  watchLoop: true,
  temporal: null,
  viewVersion: 0,
  zoom: 1,
  saveState: 'saved',
  saveMessage: '',
  unsavedStrokes: 0,
};

export const useView = create<View & ViewActions>()((set) => ({
  ...INITIAL,
  goTo: (frame) => set((view) => (view.frame === frame || ALONG.has(view.compare.kind) ? { frame } : { frame, compare: NOTHING_COMPARED })),
  setTool: (tool) => set({ tool }),
  setBrushSize: (diameter) => set({ brushSize: clamp(Math.round(diameter), BRUSH_SIZE.min, BRUSH_SIZE.max) }),
  // Who chooses a class wants to paint it.
  setPaintClass: (paintClass) => set(({ tool }) => ({ paintClass, tool: tool === 'eraser' ? 'brush' : tool })),
  togglePaintOver: (id) =>
    set(({ paintOver }) => {
      const left = new Set(paintOver ?? []);
      if (!left.delete(id)) left.add(id);
      return { paintOver: left.size === 0 ? null : left };
    }),
  setToolOptions: (values) => set(({ toolOptions }) => ({ toolOptions: { ...toolOptions, ...values } })),
  // Two decimals: what the slider says is exactly what is used.
  setThreshold: (threshold) => set({ threshold: Math.round(clamp(threshold, 0, 1) * 100) / 100 }),
  setPost: (values) => set(({ post }) => ({ post: { ...post, ...values } })),
  setMaskOpacity: (opacity) => set({ maskOpacity: clamp(opacity, 0, 1) }),
  setPredictionOpacity: (opacity) => set({ predictionOpacity: clamp(opacity, 0, 1) }),
  showRun: (run, epoch = 'best') =>
    set(({ compare }) => ({
      ...{ run, epoch, showPrediction: true },
      ...(run === null && compare.kind === 'runs' ? { compare: NOTHING_COMPARED } : {}),
    })),
  setEpoch: (epoch) => set({ epoch }),
  adjust: (values) =>
    set((view) => ({
      brightness: clamp(Math.round(values.brightness ?? view.brightness), -ADJUST.brightness, ADJUST.brightness),
      contrast: clamp(Math.round(values.contrast ?? view.contrast), -ADJUST.contrast, ADJUST.contrast),
      gamma: Math.round(clamp(values.gamma ?? view.gamma, ADJUST.gamma.min, ADJUST.gamma.max) * 100) / 100,
    })),
  setCompare: (compare) => set({ compare, blinkOther: false }),
  setAgainst: (against) => set({ against }),
  setPlaying: (playing) => set({ playing }),
  setFps: (fps) => set({ fps: clamp(fps, 0.1, 120) }),
  set: (values) => set(values),
}));

/** Some of it; who asks is drawn again when one of these changed, and not when anything else did. */
export const useViewOf = <K extends keyof View>(...names: readonly K[]): Pick<View, K> =>
  useView(useShallow((view) => Object.fromEntries(names.map((name) => [name, view[name]])) as unknown as Pick<View, K>));

/** When a pixel of the prediction that is shown counts as road: the threshold, and what follows it. */
export const decisionOf = ({ threshold, post }: Pick<View, 'threshold' | 'post'>): Decision => ({ ...post, threshold });

/** The same, for components: a new one only when it differs. */
export const useDecision = (): Decision => useView(useShallow(decisionOf));

/** Of what is chosen, what has to change so that only classes of `palette` are painted or kept; null when nothing has to. */
export function classesKept(
  { paintClass, paintOver }: Pick<View, 'paintClass' | 'paintOver'>,
  palette: readonly { readonly id: number }[],
): Partial<View> | null {
  const known = (id: number): boolean => palette.some((one) => one.id === id);
  const over = paintOver && [...paintOver].filter(known);
  const painted = known(paintClass);
  if (painted && over?.length === paintOver?.size) return null;
  return { paintClass: painted ? paintClass : ROAD, paintOver: over && over.length > 0 ? new Set(over) : null };
}
