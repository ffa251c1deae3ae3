// Live numbers of the frame on the canvas: its mask against what `useView.against` says, changing while the stroke moves. The canvas writes, panels read.
import { create } from 'zustand';
import type { Confusion, FrameId, RunId } from '../../shared/domain';
import type { Agreement } from '../../shared/metrics/pair';
import type { Difference } from '../../shared/overlay/difference';

export interface Live {
  /** The frame whose picture is on the canvas now (it follows `useView.frame` once the picture is there). */
  shown: FrameId | null;
  /** Loading of the picture: 'busy' only after 150 ms. */
  picture: 'none' | 'busy' | 'ready' | 'failed';
  pictureMessage: string;
  /** 'failed': it is damaged or does not fit, and must not be painted over. */
  mask: 'none' | 'busy' | 'ready' | 'failed';
  maskMessage: string;
  prediction: 'none' | 'busy' | 'ready' | 'failed';
  predictionMessage: string;
  /** Which prediction is shown: the run and the real epoch behind 'best' or 'last'. */
  predictionRun: RunId | null;
  predictionEpoch: number | null;
  /** How it is smoothed over time; null when it is as the net made it. */
  predictionSmoothed: string | null;
  /**
   * The mask against `useView.against`, ignore pixels of either left out; null without a mask or an opponent. A prediction (threshold
   * applied) is scored with the mask as its truth; another mask is the truth of this one.
   */
  counts: Confusion | null;
  /** IoU of road from `counts`, 0..1. */
  iou: number | null;
  /** Change of that IoU by the current or last stroke; null before the first. */
  gain: number | null;
  /** Boundary IoU in a band of 2 pixels, 0..1; null also for the moment in which much of it is counted anew. */
  boundary: number | null;
  /** The reference mask, when that is what the numbers are held against. */
  opponent: { readonly is: 'none' | 'busy' | 'ready' | 'missing' | 'failed'; readonly message: string };
  /** What `useView.compare` shows, and how many pixels differ. */
  comparison: { readonly is: 'none' | 'busy' | 'ready' | 'failed'; readonly message: string; readonly difference: Difference | null };
  /** The other run of two that are compared, on this frame: the real epoch, and how many pixels both, one or none call road (ignore left out). */
  pair: {
    readonly is: 'none' | 'busy' | 'ready' | 'failed';
    readonly message: string;
    readonly epoch: number | null;
    readonly agreement: Agreement | null;
  };
  /** Places are marked where the prediction surely contradicts the mask. */
  suspects: boolean;
  canUndo: boolean;
  canRedo: boolean;
  /** Bytes of undo history kept in memory, all frames. */
  undoBytes: number;
}

export const useLive = create<Live>()(() => ({
  shown: null,
  picture: 'none',
  pictureMessage: '',
  mask: 'none',
  maskMessage: '',
  prediction: 'none',
  predictionMessage: '',
  predictionRun: null,
  predictionEpoch: null,
  predictionSmoothed: null,
  counts: null,
  iou: null,
  gain: null,
  boundary: null,
  opponent: { is: 'none', message: '' },
  comparison: { is: 'none', message: '', difference: null },
  pair: { is: 'none', message: '', epoch: null, agreement: null },
  suspects: false,
  canUndo: false,
  canRedo: false,
  undoBytes: 0,
}));
