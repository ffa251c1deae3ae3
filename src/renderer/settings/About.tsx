// About: versions and routes of every native part, the device that training really uses, and what is wrong with how to mend it.
import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { useEffect } from 'react';
import type { DoctorReport } from '../../shared/contract/app';
import { studio } from '../api';
import { bytes } from '../format';
import { askDevice, deviceWords, useDevice } from '../state/device';
import { told } from '../state/notices';
import { closeDialog } from '../state/shell';
import { Button } from '../ui/Button';
import { copyText } from '../ui/copy';
import { Dialog } from '../ui/Dialog';
import { FailureBox, Said } from '../ui/Said';
import './settings.css';

function reportText(report: DoctorReport): string {
  return [
    `Roadbrush ${report.roadbrush}`,
    `Training: ${deviceWords(report)} (AMX ${yes(report.amx)}, AVX-512 ${yes(report.avx512)}, AVX2 ${yes(report.avx2)}, bfloat16 ${yes(report.bfloat16)})`,
    `Precision auto: ${report.precision} (${report.precisionWhy})`,
    `Memory ${bytes(report.memoryBytes)}, free disk ${bytes(report.freeDiskBytes)}`,
    ...report.parts.map(
      (part) => `${part.name} ${part.version} (${part.route})${part.ok ? '' : ` PROBLEM: ${part.problem}. ${part.mend}`}`,
    ),
    ...report.problems.map(({ problem, mend }) => `PROBLEM: ${problem} ${mend}`),
  ].join('\n');
}

const yes = (is: boolean): string => (is ? 'yes' : 'no');

function Report({ report }: { report: DoctorReport }) {
  return (
    <>
      <dl className="facts-list selectable">
        <dt>Training uses</dt>
        <dd>{deviceWords(report)}</dd>
        <dt>Precision</dt>
        <dd>
          auto takes {report.precision}: {report.precisionWhy}
        </dd>
        {report.deviceKind === 'CPU' && (
          <>
            <dt>Instructions</dt>
            <dd>
              AMX {yes(report.amx)} · AVX-512 {yes(report.avx512)} · AVX2 {yes(report.avx2)} · bfloat16 {yes(report.bfloat16)}
            </dd>
          </>
        )}
        <dt>Memory</dt>
        <dd>{bytes(report.memoryBytes)}</dd>
        <dt>Free disk</dt>
        <dd>{bytes(report.freeDiskBytes)}</dd>
      </dl>
      {report.problems.map(({ problem, mend }) => (
        <Said key={problem} tone="warn">
          <div className="selectable">{problem}</div>
          <div className="selectable dim">{mend}</div>
        </Said>
      ))}
      <table className="parts">
        <tbody>
          {report.parts.map((part) => (
            <tr key={part.name}>
              <td className={part.ok ? 'ok' : 'not-ok'}>
                {part.ok ? <CircleCheck size={14} aria-label="works" /> : <CircleX size={14} aria-label="does not work" />}
              </td>
              <th scope="row">{part.name}</th>
              <td className="selectable">{part.version}</td>
              <td className="selectable dim">
                {part.ok ? part.route : part.problem}
                {!part.ok && part.mend && <div>{part.mend}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

export function About() {
  const { report, failure, busy } = useDevice();
  useEffect(() => void askDevice(), []);
  return (
    <Dialog
      title={`Roadbrush ${report?.roadbrush ?? ''}`}
      width={620}
      onClose={closeDialog}
      footer={
        <>
          <Button look="plain" disabled={busy} onClick={() => void askDevice(true)}>
            Look again
          </Button>
          <Button look="plain" onClick={() => void told(studio.app.openLog({}))}>
            Open log
          </Button>
          <span className="grow" />
          <Button disabled={!report} onClick={() => report && copyText(reportText(report))}>
            Copy details
          </Button>
          <Button look="primary" onClick={closeDialog}>
            Close
          </Button>
        </>
      }
    >
      <p className="dim about-line">A desktop studio for road masks. MIT licence. Nothing leaves this machine.</p>
      {failure && <FailureBox failure={failure} />}
      {report ? (
        <Report report={report} />
      ) : (
        busy && (
          <p className="dim waiting" role="status">
            <LoaderCircle size={14} className="spin" /> Running an operation to see what training can use…
          </p>
        )
      )}
    </Dialog>
  );
}
