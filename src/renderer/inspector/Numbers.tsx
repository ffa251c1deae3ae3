// The numbers of the moment: this frame's prediction against its mask, and the held-out set at the same threshold. Mean and pooled under their names.
import { useMemo } from 'react';
import { f1, iou, precision, recall } from '../../shared/metrics/confusion';
import { score } from '../format';
import { heldOutAt, useHeldOut } from '../state/heldOut';
import { useLive } from '../state/live';
import { useFrame, useScores, useSession } from '../state/session';
import { useView } from '../state/view';
import { Tip } from '../ui/Tip';

export function Numbers() {
  const run = useView((s) => s.run);
  const epoch = useView((s) => s.epoch);
  const frame = useView((s) => s.frame);
  const threshold = useView((s) => s.threshold);
  const summary = useFrame(frame);
  const counts = useLive((s) => s.counts);
  const runs = useSession((s) => s.runs.length);
  const stored = useScores(run, epoch);
  const counted = useHeldOut((s) => s.counted);
  const curve = useHeldOut((s) => s.curve);
  const live = useMemo(() => heldOutAt({ counted, curve }, threshold), [counted, curve, threshold]);

  if (run === null) {
    return (
      <p className="card dim">
        {runs === 0
          ? 'Train a run, and its prediction and scores appear here.'
          : 'Choose a run at the top right to see its prediction and scores.'}
      </p>
    );
  }
  const set = live ?? stored?.heldOut;
  // What the frame was to the run; without a stored score, what it is now.
  const role = (summary && stored?.byFrame.get(summary.id)?.split) ?? summary?.split;
  const trained = role === 'train';
  const rows: [name: string, said: string, frame: number | null | undefined, heldOut: number | null | undefined][] = [
    ['IoU, mean', 'Road in both over road in either; for the set, the mean of its frames', counts && iou(counts), set?.meanIoU],
    ['IoU, pooled', 'Over all pixels of the set together', undefined, set?.pooledIoU],
    ['precision', 'Share of what is predicted road that is road; for the set, pooled', counts && precision(counts), set?.precision],
    ['recall', 'Share of the road that is predicted; for the set, pooled', counts && recall(counts), set?.recall],
    ['F1', 'Harmonic mean of precision and recall; for the set, pooled', counts && f1(counts), set?.f1],
  ];
  return (
    <div className="card">
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Score</span>
            </th>
            <th scope="col">frame{trained && <em className="badge train">train</em>}</th>
            <th scope="col">held-out {set?.frames ?? ''}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, said, ofFrame, ofSet], index) => (
            <tr key={name} className={index === 0 ? 'first' : undefined}>
              <Tip words={said} side="left">
                <th scope="row">{name}</th>
              </Tip>
              <td className={trained ? 'seen' : undefined}>{ofFrame === undefined ? '' : score(ofFrame)}</td>
              <td>{score(ofSet)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!live && stored && <p className="said">held-out scores as stored, at {stored.heldOut.threshold.toFixed(2)}</p>}
    </div>
  );
}
