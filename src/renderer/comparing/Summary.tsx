// What the comparison of two runs comes to: each one's scores, whether the difference is more than chance, what is left out or missing.
import type { RunComparison } from '../../shared/contract/compare';
import { moreThanChance } from '../../shared/metrics/bootstrap';
import { comparisonWords, leftOutWords } from '../../shared/metrics/comparisonWords';
import { postWords } from '../../shared/prediction/decision';
import { count, score } from '../format';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { predictMissing } from './state';

type SideScore = RunComparison['a'];

function Scores({ letter, side }: { letter: 'A' | 'B'; side: SideScore }) {
  const post = postWords(side.decision);
  return (
    <span className="pair-score">
      <i className={`swatch-pair-${letter.toLowerCase()}`} aria-hidden />
      <b>
        {letter} {side.name}
      </b>
      <span className="dim">
        epoch {side.epoch} · above {side.decision.threshold.toFixed(2)}
        {post && ` · ${post}`}
      </span>
      <span>
        mean IoU <b>{score(side.meanIoU)}</b>
      </span>
      <span className="dim">pooled {score(side.pooledIoU)}</span>
    </span>
  );
}

function Missing({ side, frames }: { side: SideScore; frames: RunComparison['missingA'] }) {
  const busy = useSession((s) => s.jobs.some(({ kind, state }) => kind === 'predict' && state === 'running'));
  if (frames.length === 0) return null;
  return (
    <span className="pair-missing">
      {side.name} has not predicted {count(frames.length, 'frame')} at epoch {side.epoch}.
      <Button
        small
        disabled={busy}
        tip="A job; the table follows when it has ended"
        onClick={() => void predictMissing(side.run, side.epoch, frames)}
      >
        Predict {count(frames.length, 'frame')}
      </Button>
    </span>
  );
}

export function Summary({ found, stale }: { found: RunComparison; stale: boolean }) {
  const { a, b, interval, missingA, missingB } = found;
  return (
    <div className="pair-summary" data-stale={stale || undefined}>
      <p className="verdict" data-more={(interval && moreThanChance(interval)) || undefined} data-testid="pair-verdict">
        {comparisonWords(found)}
      </p>
      <p>
        <Scores letter="A" side={a} />
        <Scores letter="B" side={b} />
      </p>
      <p className="dim" title="Paired bootstrap over the frames, 10 000 resamples, BCa (Efron 1987)">
        {['Against the masks as they are now.', ...leftOutWords(found)].join(' ')}
      </p>
      {(missingA.length > 0 || missingB.length > 0) && (
        <p>
          <Missing side={a} frames={missingA} />
          <Missing side={b} frames={missingB} />
        </p>
      )}
    </div>
  );
}
