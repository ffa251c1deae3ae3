// The queue's share of the studio's verbs.
import type { Goal, MeasureList, MeasureRow, MeasureWish } from '../../shared/contract/queue';
import type { FrameId } from '../../shared/domain';
import type { Result } from '../../shared/result';
import type { Project } from '../project/project';
import type { Studio, VerbOptions } from './studio';

export interface QueueVerbs {
  /** Numbers that frames are ordered by, as far as they are known; nothing is computed. */
  listMeasures(project: Project, wish: MeasureWish): Result<MeasureList>;
  /** Measures these frames, as far as they are predicted. */
  measureFrames(
    studio: Studio,
    wish: MeasureWish & { readonly frames: readonly FrameId[] },
    options?: VerbOptions,
  ): Promise<Result<MeasureRow[]>>;
  /** Measures every frame whose number is stale or missing. Cancelled: what was measured is kept. */
  measureAll(
    studio: Studio,
    wish: MeasureWish & { readonly predict: boolean },
    options?: VerbOptions,
  ): Promise<Result<{ measured: number; left: number }>>;
  goalOf(project: Project): Result<Goal>;
  setGoal(project: Project, goal: Goal): Result<Record<string, never>>;
}
