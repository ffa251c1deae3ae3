// What the screen is told: what lies on the canvas, and how it is looked at.
import type { RunId } from '../../shared/domain';
import type { PairShow } from '../state/view';
import type { Adjustments } from './adjustments';
import type { MaskDocument } from './maskDocument';

export interface Shown {
  /** The frame's, in its own pixels: whatever the picture's file has become, it lies on exactly this. Null when there is no frame. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly picture: CanvasImageSource | null;
  readonly mask: MaskDocument | null;
  /** 8-bit probabilities at the frame's size. */
  readonly probabilities: Uint8Array | null;
  /** While two runs are compared: what the other one predicts here. */
  readonly other: OtherRun | null;
}

export interface OtherRun {
  readonly run: RunId;
  /** The epoch behind 'best' or 'last'. */
  readonly epoch: number;
  /** 8-bit, at the frame's size [height*width]. */
  readonly probabilities: Uint8Array;
}

export interface Look {
  readonly showMask: boolean;
  readonly showPrediction: boolean;
  readonly outlineOnly: boolean;
  readonly maskOpacity: number;
  readonly predictionOpacity: number;
  readonly threshold: number;
  readonly classColours: ReadonlyMap<number, string>;
  readonly adjustments: Adjustments;
  readonly showGrid: boolean;
  /** Two runs are compared, and how they are seen. */
  readonly pair: PairSeen | null;
}

/** How two compared runs are seen. */
export interface PairSeen {
  readonly show: PairShow;
  /** 0..1 of the frame's width. */
  readonly swipe: number;
  readonly blinkOther: boolean;
  readonly otherThreshold: number;
}
