// One line: what is running, how far, how long it still takes, on which device; and the two keys that lead to all others.
import { Popover } from 'radix-ui';
import type { JobStatus } from '../../shared/contract/app';
import type { RunProgress, RunSummary } from '../../shared/contract/runs';
import { runCommand } from '../commands';
import { bytes, timeLeft } from '../format';
import { useDevice } from '../state/device';
import { useLive } from '../state/live';
import { useSession } from '../state/session';
import { showTab } from '../state/shell';
import { isActive } from '../training/state';
import { keysOf } from '../ui/keys';
import { Progress } from '../ui/Progress';
import { Jobs } from './Jobs';
import { speedOf } from './speed';

/** 'training unet 15 · epoch 12 of 60 · 41 img/s · 6 min left'. */
export function runWords(run: RunSummary, progress: RunProgress | undefined): string {
  if (!progress)
    return run.state === 'paused' ? `paused ${run.name}` : run.epochs > 0 ? `training ${run.name}` : `${run.name} is getting ready`;
  const verb = progress.state === 'paused' ? 'paused' : progress.scoring ? 'scoring held-out frames of' : 'training';
  const speed = progress.imagesPerSecond === null ? '' : `${speedOf(progress.imagesPerSecond)} img/s`;
  const rest = progress.state === 'paused' ? '' : timeLeft(progress.secondsLeft);
  const brush = progress.yielding ? 'waiting for the brush' : '';
  return [`${verb} ${run.name}`, `epoch ${progress.epoch} of ${progress.epochs}`, brush || speed, rest].filter(Boolean).join(' · ');
}

function Running() {
  const run = useSession((s) => s.runs.find(isActive));
  const progress = useSession((s) => (run ? s.progress.get(run.id) : undefined));
  const job = useSession((s) => s.jobs.find((one) => one.state === 'running'));
  const engine = useSession((s) => s.engine);
  const device = useDevice((s) => s.words);
  if (run) {
    const paused = (progress?.state ?? run.state) === 'paused';
    return (
      <>
        <i className={paused ? 'dot warn' : 'dot busy'} />
        <button type="button" className="cut" onClick={() => showTab('train')}>
          {[runWords(run, progress), run.device].filter(Boolean).join(' · ')}
        </button>
      </>
    );
  }
  if (job) return <RunningJob job={job} />;
  if (engine.state === 'died') {
    return (
      <>
        <i className="dot bad" />
        <span className="cut">{engine.message || 'The engine stopped. It starts again with the next prediction or run.'}</span>
        <button type="button" onClick={() => runCommand('help.log')}>
          Open log
        </button>
      </>
    );
  }
  const words = engine.state === 'starting' ? 'the engine is starting' : (device ?? 'ready');
  return (
    <>
      <i className={engine.state === 'starting' ? 'dot busy' : 'dot'} />
      <span className="cut">{words}</span>
    </>
  );
}

function RunningJob({ job }: { job: JobStatus }) {
  const amount = job.total > 0 ? `${job.done} of ${job.total}` : '';
  return (
    <>
      <i className="dot busy" />
      <span className="cut">{[job.title, amount, timeLeft(job.secondsLeft)].filter(Boolean).join(' · ')}</span>
      <Progress label={job.title} done={job.done} total={job.total} />
    </>
  );
}

export function StatusBar() {
  const undo = useLive((s) => s.undoBytes);
  const jobs = useSession((s) => s.jobs.length);
  const running = useSession((s) => s.jobs.filter((job) => job.state === 'running').length);
  return (
    <footer className="status-bar">
      <div className="doing grow" role="status" aria-live="off" data-testid="status">
        <Running />
      </div>
      {jobs > 0 && (
        <Popover.Root>
          <Popover.Trigger asChild>
            <button type="button">{running > 0 ? `${running} running` : 'Jobs'}</button>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              className="popover"
              side="top"
              align="end"
              sideOffset={8}
              collisionPadding={8}
              onOpenAutoFocus={(event) => event.preventDefault()}
            >
              <Jobs />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
      {undo > 0 && <span>{bytes(undo)} of undo</span>}
      <button type="button" onClick={() => runCommand('help.keys')}>
        {keysOf('help.keys')} keys
      </button>
      <button type="button" onClick={() => runCommand('palette.open')}>
        {keysOf('palette.open')} commands
      </button>
    </footer>
  );
}
