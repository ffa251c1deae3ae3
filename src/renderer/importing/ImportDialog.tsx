// An import from its folder to its report: what was found, in place or copied, how far, what came in and what did not; then the split.
import { ImportReport } from '../../shared/contract/frames';
import type { JobStatus } from '../../shared/contract/app';
import { studio } from '../api';
import { count, timeLeft } from '../format';
import { told } from '../state/notices';
import { useJob, useSession } from '../state/session';
import { closeDialog, useShell } from '../state/shell';
import { Button } from '../ui/Button';
import { copyText } from '../ui/copy';
import { Dialog } from '../ui/Dialog';
import { Progress } from '../ui/Progress';
import { Said } from '../ui/Said';
import { chooseImport } from './actions';
import { ImportChoose } from './ImportChoose';
import { RemarkList } from './RemarkList';
import { SplitForm } from './SplitForm';
import './importing.css';

function Running({ job }: { job: JobStatus }) {
  return (
    <Dialog
      title={job.title}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={() => void told(studio.app.cancelJob({ job: job.id }))}>Cancel</Button>
          <Button look="primary" onClick={closeDialog}>
            Go on in the background
          </Button>
        </>
      }
    >
      <div className="import-progress">
        <Progress label={job.title} done={job.done} total={job.total} />
        <p className="dim">
          {[job.total > 0 ? `${job.done} of ${job.total} frames` : 'Looking at the files…', timeLeft(job.secondsLeft)]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </Dialog>
  );
}

function Remarks({ title, remarks }: { title: string; remarks: ImportReport['skipped'] }) {
  const text = remarks.map(({ file, why }) => `${file}: ${why}`).join('\n');
  return (
    <>
      <div className="skipped-head">
        <h3>{title}</h3>
        <Button small onClick={() => copyText(text)}>
          Copy the list
        </Button>
      </div>
      <RemarkList label={title} remarks={remarks} />
    </>
  );
}

function Ended({ job }: { job: JobStatus }) {
  const report = ImportReport.safeParse(job.report).data;
  const unsplit = useSession((s) => s.frames.length > 0 && !s.frames.some((frame) => frame.split === 'held-out'));
  const good = job.state === 'done' && (report?.imported ?? 0) + (report?.versions ?? 0) > 0;
  const tone = good ? 'info' : job.state === 'failed' ? 'bad' : 'warn';
  return (
    <Dialog
      title={
        good
          ? 'Imported'
          : job.state === 'cancelled'
            ? 'Import cancelled'
            : job.state === 'failed'
              ? 'The import failed'
              : 'Nothing new was imported'
      }
      onClose={closeDialog}
      footer={
        good && unsplit ? undefined : (
          <>
            {!good && <Button onClick={() => void chooseImport()}>Choose another folder…</Button>}
            <Button look="primary" onClick={closeDialog}>
              {good ? 'Start annotating' : 'Close'}
            </Button>
          </>
        )
      }
    >
      <Said tone={tone}>{job.message}</Said>
      {report && report.skipped.length > 0 && <Remarks title={`${report.skipped.length} skipped`} remarks={report.skipped} />}
      {report && report.notes.length > 0 && (
        <Remarks title={`${count(report.notes.length, 'mask')} taken with changes`} remarks={report.notes} />
      )}
      {good && unsplit && (
        <>
          <h3 className="then">Which frames are held out?</h3>
          <SplitForm onDone={closeDialog} label="Split and start" />
        </>
      )}
    </Dialog>
  );
}

export function ImportDialog() {
  const source = useShell((s) => s.importSource);
  const job = useJob(useShell((s) => s.importJob));
  if (job) return job.state === 'running' ? <Running job={job} /> : <Ended job={job} />;
  return source ? <ImportChoose source={source} /> : null;
}
