// When a pixel counts as road: the threshold on its ruler, the scores of the held-out set there, the best points one click away, and what follows it.
import { postWords } from '../../shared/prediction/decision';
import { score } from '../format';
import { runCommand } from '../commands';
import { useHeldOut } from '../state/heldOut';
import { useHeldOutNow } from '../state/heldOutNow';
import { useRun } from '../state/session';
import { useDecision, useView } from '../state/view';
import { Button } from '../ui/Button';
import { PostProcessing } from './PostProcessing';
import { Section } from './Section';
import { ThresholdRuler } from './ThresholdRuler';
import { TypedNumber } from './TypedNumber';
import './threshold.css';

const WHERE = 'of the held-out frames together (pooled), their masks as they are now';

/** The curves' names and the scores at the threshold; with post-processing these are not on the curves. */
function Legend() {
  const { score: now, busy } = useHeldOutNow();
  const frames = useHeldOut((s) => s.counted.size);
  const total = useHeldOut((s) => s.total);
  const ready = useHeldOut((s) => s.curve !== null);
  const done = useHeldOut((s) => s.done);
  if (!ready)
    return (
      <div className="threshold-legend">
        <em>{!done ? `counting held-out frames ${total > 0 ? `${frames} of ${total}` : ''}` : 'no held-out frame to count on'}</em>
      </div>
    );
  return (
    <div className="threshold-legend" data-busy={busy || undefined} data-testid="threshold-scores">
      {(['f1', 'precision', 'recall'] as const).map((name) => (
        <span key={name} className={name} title={`${name === 'f1' ? 'F1' : name} ${WHERE}`}>
          {name === 'f1' ? 'F1' : name} <b>{now ? score(now[name]) : '–'}</b>
        </span>
      ))}
      <em>{frames} held-out frames, pooled</em>
    </div>
  );
}

function Marks() {
  const best = useHeldOut((s) => s.best);
  const threshold = useView((s) => s.threshold);
  const own = useRun(useView((s) => s.run))?.config.threshold;
  const marks = [
    {
      command: 'threshold.bestF1',
      title: 'best F1',
      at: best?.f1?.threshold,
      tip: best?.f1 && `Highest F1 of the held-out frames together: ${score(best.f1.score)}`,
    },
    {
      command: 'threshold.bestIoU',
      title: 'mean IoU',
      at: best?.meanIoU?.threshold,
      tip: best?.meanIoU && `Highest mean over the held-out frames of their IoU: ${score(best.meanIoU.score)}`,
    },
    { command: 'threshold.own', title: 'own', at: own, tip: 'What the run was scored with while it trained' },
  ];
  return (
    <div className="threshold-marks">
      {marks.map(
        ({ command, title, at, tip }) =>
          at !== undefined && (
            <Button key={command} small look="plain" tip={tip || title} aria-pressed={at === threshold} onClick={() => runCommand(command)}>
              {title} <b>{at.toFixed(2)}</b>
            </Button>
          ),
      )}
    </div>
  );
}

export function Threshold() {
  const threshold = useView((s) => s.threshold);
  const run = useView((s) => s.run);
  const curves = useHeldOut((s) => s.curve !== null);
  const words = postWords(useDecision());
  const { setThreshold } = useView.getState();
  if (run === null) return null;
  return (
    <Section
      title="Threshold"
      id="threshold"
      side={<TypedNumber label="Threshold" value={threshold} min={0} max={1} digits={2} onChange={setThreshold} />}
      folded={
        <b className="value" title={words}>
          {threshold.toFixed(2)}
          {words && ' +'}
        </b>
      }
    >
      <ThresholdRuler />
      <Legend />
      {words && curves && <p className="threshold-said">curves: the threshold alone; scores: post-processed</p>}
      <Marks />
      <PostProcessing />
    </Section>
  );
}
