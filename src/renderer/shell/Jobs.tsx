// What runs and what has ended: progress with time left, cancel, what was made, and where it is.
import { Ban, CircleAlert, CircleCheck, FolderOpen, LoaderCircle, X } from 'lucide-react';
import type { JobStatus } from '../../shared/contract/app';
import { studio } from '../api';
import { timeLeft } from '../format';
import { told } from '../state/notices';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { Progress } from '../ui/Progress';

const ICONS = { running: LoaderCircle, done: CircleCheck, failed: CircleAlert, cancelled: Ban } as const;

export function JobLine({ job }: { job: JobStatus }) {
  const Icon = ICONS[job.state];
  const amount = job.total > 0 ? `${job.done} of ${job.total}` : 'getting ready';
  return (
    <div className="job">
      <span className={`title ${job.state}`} title={job.title}>
        <Icon size={14} className={job.state === 'running' ? 'spin' : undefined} aria-label={job.state} />
        <span className="cut">{job.title}</span>
      </span>
      {job.state === 'running' ? (
        <>
          <Progress label={job.title} done={job.done} total={job.total} />
          <span className="words">{[amount, timeLeft(job.secondsLeft)].filter(Boolean).join(' · ')}</span>
        </>
      ) : (
        <span className={job.state === 'failed' ? 'words bad selectable' : 'words selectable'}>{job.message}</span>
      )}
      <span className="acts">
        {job.state === 'running' && (
          <Button small look="plain" icon label="Cancel" onClick={() => void told(studio.app.cancelJob({ job: job.id }))}>
            <X size={14} />
          </Button>
        )}
        {job.hasFile && (
          <Button small onClick={() => void told(studio.app.showJobFile({ job: job.id }))}>
            <FolderOpen size={14} /> Show file
          </Button>
        )}
      </span>
    </div>
  );
}

export function Jobs() {
  const jobs = useSession((s) => s.jobs);
  return (
    <div className="jobs" role="list" aria-label="Jobs">
      {jobs.slice(0, 20).map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </div>
  );
}
