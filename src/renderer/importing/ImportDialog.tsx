// An import from its folder to its report: what was found, in place or copied, how far, what came in and what did not; then the split.
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { ImportReport, type ImportSource } from '../../shared/contract/frames';
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
import { chooseImport, startImport } from './actions';
import { SplitForm } from './SplitForm';
import './importing.css';

function foundWords({ kind, images, masks }: ImportSource): string {
  if (images === 0) return 'No pictures were found in it.';
  const what = kind === 'kitti' ? 'A KITTI folder' : 'A folder of pictures';
  return `${what}: ${count(images, 'frame')}, ${masks === 0 ? 'no masks' : masks === images ? 'all with masks' : `${masks} with masks`}.`;
}

function Choose({ source }: { source: ImportSource }) {
  const [copy, setCopy] = useState(false);
  const [busy, setBusy] = useState(false);
  return (
    <Dialog
      title="Import frames"
      onClose={closeDialog}
      footer={
        <>
          <Button look="plain" onClick={() => void chooseImport()}>
            Another folder…
          </Button>
          <span className="grow" />
          <Button
            look="primary"
            autoFocus
            disabled={source.images === 0 || busy}
            onClick={() => {
              setBusy(true);
              void startImport(copy).finally(() => setBusy(false));
            }}
          >
            Import {count(source.images, 'frame')}
          </Button>
        </>
      }
    >
      <div className="import-source">
        <FolderOpen size={20} strokeWidth={1.5} />
        <div className="grow">
          <p className="cut selectable" title={source.folder}>
            {source.folder}
          </p>
          <p className="dim">{foundWords(source)}</p>
        </div>
      </div>
      <div className="ways" role="radiogroup" aria-label="Where the pictures stay">
        {[
          {
            value: false,
            title: 'Leave the pictures where they are',
            said: 'Quick and small. The project needs the folder to stay where it is.',
          },
          { value: true, title: 'Copy them into the project', said: 'The project can be moved and kept by itself.' },
        ].map((way) => (
          <button
            key={way.title}
            type="button"
            role="radio"
            className="way"
            aria-checked={copy === way.value}
            onClick={() => setCopy(way.value)}
          >
            <i className="radio" />
            <span>
              {way.title}
              <span className="dim">{way.said}</span>
            </span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}

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

function Skipped({ report }: { report: ImportReport }) {
  const text = report.skipped.map(({ file, why }) => `${file}: ${why}`).join('\n');
  return (
    <>
      <div className="skipped-head">
        <h3>{report.skipped.length} skipped</h3>
        <Button small onClick={() => copyText(text)}>
          Copy the list
        </Button>
      </div>
      <ul className="skipped selectable" tabIndex={0} aria-label="Files that were skipped">
        {report.skipped.slice(0, 500).map(({ file, why }) => (
          <li key={file + why}>
            <b>{file}</b> <span className="dim">{why}</span>
          </li>
        ))}
        {report.skipped.length > 500 && <li className="dim">and {report.skipped.length - 500} more; all of them are in the copied list</li>}
      </ul>
    </>
  );
}

function Ended({ job }: { job: JobStatus }) {
  const report = ImportReport.safeParse(job.report).data;
  const unsplit = useSession((s) => s.frames.length > 0 && !s.frames.some((frame) => frame.split === 'held-out'));
  const good = job.state === 'done' && (report?.imported ?? 0) > 0;
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
              : 'Nothing was imported'
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
      {report && report.skipped.length > 0 && <Skipped report={report} />}
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
  return source ? <Choose source={source} /> : null;
}
