// The undo steps of the frame on the canvas, as the history panel lists them. The canvas writes, the panel reads.
import { create } from 'zustand';
import type { FrameId } from '../../shared/domain';

export interface ListedStep {
  readonly position: number;
  readonly note: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface UndoHistory {
  frame: FrameId | null;
  /** False while the steps of earlier days are on their way. */
  whole: boolean;
  /** Done ones first; a new array with every change. */
  steps: readonly ListedStep[];
  /** How many of them are done. */
  done: number;
}

export const useUndoHistory = create<UndoHistory>()(() => ({ frame: null, whole: true, steps: [], done: 0 }));
