// Two runs held against each other: on every frame that both have predicted, where they disagree and how well each does against the masks of now.
import type { PairRow, PairSide, RunComparison } from '../../shared/contract/compare';
import type { RunSummary } from '../../shared/contract/runs';
import type { FrameId, Split } from '../../shared/domain';
import { MeanBootstrap } from '../../shared/metrics/bootstrap';
import { counted, iou, setScore } from '../../shared/metrics/confusion';
import { confusionOf, disagreement, type PairCounts } from '../../shared/metrics/pair';
import { attempt, refuse, type Result } from '../../shared/result';
import { frameRows } from '../project/frames';
import type { Project } from '../project/project';
import { pinnedFrames } from '../project/runs';
import { breathe, needRun, stopIfAborted } from './need';
import { countPairs, type Side } from './pair/count';
import { chooseEpoch } from './predict';
import type { VerbOptions } from './studio';

/** Frames without a prediction of either are listed as missing: predict them first. Nothing is stored. */
export const compareRuns = (
  project: Project,
  what: { readonly a: PairSide; readonly b: PairSide },
  options: VerbOptions = {},
): Promise<Result<RunComparison>> =>
  attempt(async () => {
    const [a, b] = [sideOf(project, what.a), sideOf(project, what.b)];
    if (a.run.id === b.run.id && a.epoch === b.epoch && JSON.stringify(a.decision) === JSON.stringify(b.decision))
      refuse(
        'bad-input',
        `Run '${a.run.name}', epoch ${a.epoch}, would be compared with itself.`,
        'Choose another run, epoch or threshold.',
      );
    const { counts, missingA, missingB } = await countPairs(project, a, b, options);
    const rolesA = rolesOf(project, a.run);
    await breathe();
    const rolesB = rolesOf(project, b.run);
    await breathe();
    const rows: PairRow[] = [];
    const scored: PairCounts[] = [];
    let [trained, unseen] = [0, 0];
    for (const { id: frame, name } of frameRows(project.db)) {
      const found = counts.get(frame);
      if (!found) continue;
      const [splitA, splitB] = [rolesA.get(frame) ?? 'none', rolesB.get(frame) ?? 'none'];
      const of = (which: 'a' | 'b'): number | null => (found.masked ? iou(confusionOf(found.counts, which)) : null);
      rows.push({ frame, name, splitA, splitB, iouA: of('a'), iouB: of('b'), disagreement: disagreement(found.counts) });
      // A frame of ignore pixels alone says nothing, as in every score.
      if (!found.masked || counted(confusionOf(found.counts, 'a')) === 0) continue;
      if (splitA === 'held-out' && splitB === 'held-out') scored.push(found.counts);
      else if (splitA === 'train' || splitB === 'train') trained++;
      else unseen++;
    }
    const of = (which: 'a' | 'b') => scored.map((one) => confusionOf(one, which));
    const score = (side: Side, which: 'a' | 'b') => {
      const { meanIoU, pooledIoU } = setScore(of(which), side.decision.threshold);
      return { run: side.run.id, name: side.run.name, epoch: side.epoch, decision: side.decision, meanIoU, pooledIoU };
    };
    const differences = scored.map((one) => iou(confusionOf(one, 'b')) - iou(confusionOf(one, 'a')));
    const difference = differences.length === 0 ? null : differences.reduce((sum, d) => sum + d, 0) / differences.length;
    const interval = await intervalOf(differences, options.signal);
    return {
      ...{ a: score(a, 'a'), b: score(b, 'b'), rows, scored: scored.length, trained, unseen },
      ...{ difference, interval, missingA, missingB },
    };
  });

function sideOf(project: Project, { run: id, epoch, decision }: PairSide): Side {
  const run = needRun(project, id);
  return { run, epoch: chooseEpoch(project, run, epoch), decision };
}

const rolesOf = (project: Project, run: RunSummary): Map<FrameId, Split> =>
  new Map(pinnedFrames(project.db, run.id).map(({ frame, split }) => [frame, split]));

/** Drawn a little at a time: other work goes on between. */
async function intervalOf(differences: readonly number[], signal: AbortSignal | undefined): Promise<RunComparison['interval']> {
  if (differences.length < 2) return null;
  const bootstrap = new MeanBootstrap(differences);
  while (!bootstrap.done) {
    stopIfAborted(signal);
    bootstrap.draw();
    await breathe();
  }
  return bootstrap.interval();
}
