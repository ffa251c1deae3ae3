// What is looked at and how: the frame, the tool, opacities, threshold, run and epoch. Gestures and pixels never pass through here.
import { create } from 'zustand';
import { ROAD, type EpochChoice, type FrameId, type RunId } from '../../shared/domain';

export type ToolName = 'brush' | 'eraser';

/** 'saved' only after main has acknowledged every stroke. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed';

export const BRUSH_SIZE = { min: 1, max: 500 } as const;
export const PLAY_SPEEDS = [1, 2, 5, 10, 20, 30] as const;

export interface View {
  frame: FrameId | null;
  /** The frames that next and previous walk through, as the list shows them (filtered, sorted); null = all of the session's. */
  order: readonly FrameId[] | null;
  tool: ToolName;
  /** Diameter in pixels of the frame. */
  brushSize: number;
  /** Label id that the brush paints. */
  paintClass: number;
  maskOpacity: number;
  predictionOpacity: number;
  /** A pixel is predicted road when its probability is above this, 0..1. */
  threshold: number;
  showMask: boolean;
  showPrediction: boolean;
  /** Borders only, no filling. */
  outlineOnly: boolean;
  run: RunId | null;
  epoch: EpochChoice;
  playing: boolean;
  fps: number;
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
  setThreshold(threshold: number): void;
  setMaskOpacity(opacity: number): void;
  setPredictionOpacity(opacity: number): void;
  /** Chooses a run (null = none) and its epoch, 'best' when not given; shows the prediction. */
  showRun(run: RunId | null, epoch?: EpochChoice): void;
  setEpoch(epoch: EpochChoice): void;
  setPlaying(playing: boolean): void;
  setFps(fps: number): void;
  set(values: Partial<View>): void;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const INITIAL: View = {
  frame: null,
  order: null,
  tool: 'brush',
  brushSize: 40,
  paintClass: ROAD,
  maskOpacity: 0.45,
  predictionOpacity: 0.5,
  threshold: 0.5,
  showMask: true,
  showPrediction: true,
  outlineOnly: false,
  run: null,
  epoch: 'best',
  playing: false,
  fps: 10,
  viewVersion: 0,
  zoom: 1,
  saveState: 'saved',
  saveMessage: '',
  unsavedStrokes: 0,
};

export const useView = create<View & ViewActions>()((set) => ({
  ...INITIAL,
  goTo: (frame) => set({ frame }),
  setTool: (tool) => set({ tool }),
  setBrushSize: (diameter) => set({ brushSize: clamp(Math.round(diameter), BRUSH_SIZE.min, BRUSH_SIZE.max) }),
  setPaintClass: (paintClass) => set({ paintClass, tool: 'brush' }),
  // Two decimals: what the slider says is exactly what is used.
  setThreshold: (threshold) => set({ threshold: Math.round(clamp(threshold, 0, 1) * 100) / 100 }),
  setMaskOpacity: (opacity) => set({ maskOpacity: clamp(opacity, 0, 1) }),
  setPredictionOpacity: (opacity) => set({ predictionOpacity: clamp(opacity, 0, 1) }),
  showRun: (run, epoch = 'best') => set({ run, epoch, showPrediction: true }),
  setEpoch: (epoch) => set({ epoch }),
  setPlaying: (playing) => set({ playing }),
  setFps: (fps) => set({ fps: clamp(fps, 0.1, 120) }),
  set: (values) => set(values),
}));
