// The numbers of the moment: this frame's mask against its prediction, what it was before or its reference, and the held-out set at the same
// threshold. Mean and pooled under their names.
import { f1, iou, precision, recall } from '../../shared/metrics/confusion';
import { score } from '../format';
import { useHeldOutNow } from '../state/heldOutNow';
import { useLive } from '../state/live';
import { useRole } from '../state/roles';
import { useFrame, useRun, useScores, useSession } from '../state/session';
import { MovedBadge } from '../training/MovedBadge';
import { useView, type Against } from '../state/view';
import { Segmented } from '../ui/Segmented';
import { Tip } from '../ui/Tip';
import { Measured } from './Measured';
import { Section } from './Section';

const CHOICES: readonly { value: Against; title: string; tip: string }[] = [
  { value: 'prediction', title: 'prediction', tip: 'The shown prediction, above the threshold' },
  { value: 'before', title: 'before', tip: 'The mask as it was when this frame was opened, or last saved by name' },
  { value: 'reference', title: 'reference', tip: 'The newest imported mask of this frame' },
];

/** The scores of one frame and of the held-out set; the set's column is left away without `heldOut`. */
type Row = [name: string, said: string, frame: number | null | undefined, heldOut?: number | null | undefined];

function Table({ rows, trained, heldOut, busy = false }: { rows: readonly Row[]; trained: boolean; heldOut?: string; busy?: boolean }) {
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">Score</span>
          </th>
          <th scope="col">frame{trained && <em className="badge train">train</em>}</th>
          {heldOut !== undefined && <th scope="col">{heldOut}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, said, ofFrame, ofSet], index) => (
          <tr key={name} className={index === 0 ? 'first' : undefined}>
            <Tip words={said} side="left">
              <th scope="row">{name}</th>
            </Tip>
            <td className={trained ? 'seen' : undefined}>{ofFrame === undefined ? '' : score(ofFrame)}</td>
            {heldOut !== undefined && <td className={busy ? 'seen' : undefined}>{ofSet === undefined ? '' : score(ofSet)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const BOUNDARY = 'Intersection over union of the edges alone, in a band of 2 pixels (Cheng et al. 2021)';

/** Against another mask: that one is taken as the truth. */
function AgainstMask({ what }: { what: 'before' | 'reference' }) {
  const counts = useLive((s) => s.counts);
  const boundary = useLive((s) => s.boundary);
  const opponent = useLive((s) => s.opponent);
  if (what === 'reference' && opponent.is === 'missing') {
    return <p className="card dim">This frame has no imported mask to be held against.</p>;
  }
  if (what === 'reference' && opponent.is === 'failed') return <p className="card dim">{opponent.message}</p>;
  const rows: Row[] = [
    ['IoU', 'Road in both over road in either', counts && iou(counts)],
    ['boundary IoU', BOUNDARY, boundary],
    ['precision', 'Share of the painted road that is road there', counts && precision(counts)],
    ['recall', 'Share of the road there that is painted', counts && recall(counts)],
    ['F1', 'Harmonic mean of precision and recall', counts && f1(counts)],
  ];
  return (
    <div className="card">
      <Table rows={rows} trained={false} />
    </div>
  );
}

/** While the section is folded. */
function Iou() {
  const value = useLive((s) => s.iou);
  return value === null ? null : <>IoU {score(value)}</>;
}

export function Numbers() {
  const against = useView((s) => s.against);
  const setAgainst = useView((s) => s.setAgainst);
  return (
    <Section title="Numbers" id="numbers" side="the mask against" folded={<Iou />}>
      <div className="choice-row">
        <Segmented label="The mask is held against" value={against} options={CHOICES} onChange={setAgainst} />
      </div>
      {against === 'prediction' ? <AgainstPrediction /> : <AgainstMask what={against} />}
    </Section>
  );
}

function AgainstPrediction() {
  const run = useView((s) => s.run);
  const epoch = useView((s) => s.epoch);
  const frame = useView((s) => s.frame);
  const summary = useFrame(frame);
  const counts = useLive((s) => s.counts);
  const boundary = useLive((s) => s.boundary);
  const runs = useSession((s) => s.runs.length);
  const stored = useScores(run, epoch);
  const { score: live, busy } = useHeldOutNow();
  const shown = useRun(run);
  const now = useRole(shown, summary);

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
  const role = (summary && stored?.byFrame.get(summary.id)?.split) ?? now;
  const trained = role === 'train';
  const rows: Row[] = [
    ['IoU, mean', 'Road in both over road in either; for the set, the mean of its frames', counts && iou(counts), set?.meanIoU],
    ['IoU, pooled', 'Over all pixels of the set together', undefined, set?.pooledIoU],
    ['boundary IoU', BOUNDARY, boundary],
    ['precision', 'Share of what is predicted road that is road; for the set, pooled', counts && precision(counts), set?.precision],
    ['recall', 'Share of the road that is predicted; for the set, pooled', counts && recall(counts), set?.recall],
    ['F1', 'Harmonic mean of precision and recall; for the set, pooled', counts && f1(counts), set?.f1],
  ];
  return (
    <div className="card">
      <Table rows={rows} trained={trained} heldOut={`held-out ${set?.frames ?? ''}`} busy={busy} />
      <Measured />
      {!live && stored && (
        <p className="said">held-out scores as stored: above {stored.heldOut.threshold.toFixed(2)}, the masks that the run saw</p>
      )}
      {shown && shown.moved > 0 && (
        <p className="said">
          <MovedBadge run={shown} long />
        </p>
      )}
    </div>
  );
}
