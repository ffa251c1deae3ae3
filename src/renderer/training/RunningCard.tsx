// The run that is training now: how far, how fast, how long still; pause, go on, stop and keep.
import { Pause, Play, Square } from 'lucide-react';
import type { RunProgress, RunSummary } from '../../shared/contract/runs';
import { patienceWords, rateWords, stepWords } from '../../shared/training/words';
import { about, timeLeft } from '../format';
import { useSession } from '../state/session';
import { speedOf } from '../shell/speed';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Progress } from '../ui/Progress';
import { control, isActive } from './state';

/** Epochs done, the part of the present one included. */
export const epochsDone = ({ epoch, step, steps }: Pick<RunProgress, 'epoch' | 'step' | 'steps'>): number =>
  Math.max(0, epoch - 1) + (steps > 0 ? step / steps : 0);

/** How fast it goes, how long a step computes and waits, and what may end it early: one entry each. */
export function speedWords(progress: RunProgress, { config }: Pick<RunSummary, 'config'>): string[] {
  const { imagesPerSecond, learningRate, withoutBetter, budgetLeft } = progress;
  return [
    imagesPerSecond === null ? '' : `${speedOf(imagesPerSecond)} img/s`,
    stepWords(progress),
    learningRate === null ? '' : `learning rate ${rateWords(learningRate)}`,
    patienceWords(withoutBetter, config),
    budgetLeft === null ? '' : `${about(budgetLeft)} of the time budget left`,
  ].filter(Boolean);
}

export function RunningCard() {
  const run = useSession((s) => s.runs.find(isActive));
  const progress = useSession((s) => (run ? s.progress.get(run.id) : undefined));
  if (!run) return null;
  const state = progress?.state ?? run.state;
  const paused = state === 'paused';
  return (
    <section className="running-card" aria-label="The run that is training" data-testid="running">
      <div className="line">
        <b className="cut" title={run.name}>
          {run.name}
        </b>
        <span className="dim">
          {progress
            ? `epoch ${progress.epoch} of ${progress.epochs}`
            : run.epochs > 0
              ? `epoch ${run.epochs} of ${run.config.epochs} done`
              : 'getting ready…'}
        </span>
        <div className="grow">
          <Progress
            label={`Progress of ${run.name}`}
            done={progress ? epochsDone(progress) : run.epochs}
            total={progress?.epochs ?? (run.epochs > 0 ? run.config.epochs : 0)}
          />
        </div>
        {(paused || progress?.scoring || progress?.yielding) && (
          <span title={!paused && progress?.scoring ? 'Scoring held-out frames' : undefined}>
            {paused ? 'paused' : progress?.scoring ? 'scoring' : 'waiting for the brush'}
          </span>
        )}
        {!paused && progress?.secondsLeft !== undefined && progress.secondsLeft !== null && (
          <span className="cut">{timeLeft(progress.secondsLeft)}</span>
        )}
        <span className="acts">
          {paused ? (
            <Button small keys={keysOf('train.toggle')} tip="Go on" onClick={() => void control(run.id, 'resume')}>
              <Play size={13} /> Resume
            </Button>
          ) : (
            <Button small keys={keysOf('train.toggle')} tip="Pause after this step" onClick={() => void control(run.id, 'pause')}>
              <Pause size={13} /> Pause
            </Button>
          )}
          <Button small tip="Stop, and keep every finished epoch" onClick={() => void control(run.id, 'stop')}>
            <Square size={12} /> Stop and keep
          </Button>
        </span>
      </div>
      <p className="pace dim">
        {progress && speedWords(progress, run).map((words) => <span key={words}>{words}</span>)}
        <span className="cut" title={run.device}>
          {run.device}
        </span>
      </p>
    </section>
  );
}
