// What every tool is: a small state machine that knows only its document and the pointer, in coordinates of the frame.
import type { Point } from '../../../shared/mask/brush';

export interface Press extends Point {
  readonly shift?: boolean;
}

export interface Tool {
  /** True between press and release. */
  readonly busy: boolean;
  pointerDown(at: Press): void;
  pointerMove(...path: readonly Point[]): void;
  pointerUp(): void;
  /** Takes back what the press has done so far. */
  cancel(): void;
}
