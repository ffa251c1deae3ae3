// The device that training will really use, as found by running an operation on it; and how long runs like this one took.
import { Cpu } from 'lucide-react';
import { useDevice, askDevice } from '../state/device';
import { useSession } from '../state/session';
import { openDialog } from '../state/shell';
import { about, count } from '../format';
import { readForm } from './form';
import { useTraining } from './state';

/** What decides how long an epoch takes. */
const ALIKE = ['net', 'base', 'width', 'height', 'batchNorm', 'precision'] as const;

/** Seconds that the run of the form would take, from the newest run of the same net on as many frames; null when there is none. */
function useEstimate(): { seconds: number; run: string } | null {
  const draft = useTraining((s) => readForm(s.values).draft);
  const runs = useSession((s) => s.runs);
  const like = runs.find(
    ({ config, epochs: done, seconds }) => done > 0 && seconds > 0 && ALIKE.every((key) => config[key] === draft[key]),
  );
  if (!like || !(draft.epochs > 0)) return null;
  const most = draft.timeBudget > 0 ? draft.timeBudget * 60 : Infinity;
  return { seconds: Math.min((like.seconds / like.epochs) * draft.epochs, most), run: like.name };
}

export function DeviceBox() {
  const { words, failure, busy, report } = useDevice();
  const estimate = useEstimate();
  return (
    <div className="device-box">
      <Cpu size={14} aria-hidden />
      <div className="grow">
        {failure ? (
          <>
            {failure.message}{' '}
            <button type="button" className="link" onClick={() => void askDevice(true)}>
              Try again
            </button>
          </>
        ) : (
          <p data-testid="device">{words ?? (busy ? 'Looking at what training can use…' : 'Not known yet')}</p>
        )}
        {estimate && (
          <p className="dim">
            About {about(estimate.seconds)}, as {estimate.run} ran.
          </p>
        )}
        {report && report.problems.length > 0 && (
          <button type="button" className="link" onClick={() => openDialog('about')}>
            {count(report.problems.length, 'note')} on this machine
          </button>
        )}
      </div>
    </div>
  );
}
