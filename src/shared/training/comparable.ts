// Whether scores of several runs may be held against each other, in words. Pure.
import type { MeasuredOn, RunSummary } from '../contract/runs';

export interface Comparable {
  /** All were measured on the same frames, with the same masks, at the same threshold. */
  readonly same: boolean;
  /** One sentence a reason against it; one that says that it holds, where it does. */
  readonly said: readonly string[];
}

const frames = (n: number): string => `${n} held-out ${n === 1 ? 'frame' : 'frames'}`;

/** `measured`: a row a run, in the order of `runs`, each beside the first. */
export function comparable(
  runs: readonly Pick<RunSummary, 'name' | 'config'>[],
  measured: readonly Pick<MeasuredOn, 'heldOut' | 'shared' | 'otherMasks' | 'trainedOn'>[],
): Comparable {
  const [first, base] = [runs[0], measured[0]];
  if (!first || !base) return { same: true, said: [] };
  const reasons = runs.slice(1).flatMap(({ name, config }, index) => {
    const row = measured[index + 1];
    if (!row) return [];
    const said: string[] = [];
    if (row.heldOut === 0 || base.heldOut === 0) said.push(`${row.heldOut === 0 ? name : first.name} held nothing out.`);
    else if (row.shared < base.heldOut || row.shared < row.heldOut)
      said.push(
        `${name} held out ${row.heldOut} frames, of which ${row.shared === 0 ? 'none is' : row.shared === 1 ? 'one is' : `${row.shared} are`} among the ${base.heldOut} of ${first.name}.`,
      );
    if (row.otherMasks > 0) said.push(`${name} was measured against other masks of ${frames(row.otherMasks)} than ${first.name}.`);
    if (row.trainedOn > 0) said.push(`${name} was trained on ${row.trainedOn} of the frames that ${first.name} held out.`);
    if (config.threshold !== first.config.threshold)
      said.push(`${name} was scored at threshold ${config.threshold}, ${first.name} at ${first.config.threshold}.`);
    return said;
  });
  if (reasons.length > 0) return { same: false, said: reasons };
  return {
    same: true,
    said: [`All were measured on the same ${frames(base.heldOut)}, with the same masks, at threshold ${first.config.threshold}.`],
  };
}
