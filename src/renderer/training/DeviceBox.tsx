// The device that training will really use, as found by running an operation on it; and how long runs like this one took.
import { Cpu } from 'lucide-react';
import { expectedTime } from '../../shared/training/estimate';
import { useDevice, askDevice } from '../state/device';
import { useSession } from '../state/session';
import { openDialog } from '../state/shell';
import { about, count } from '../format';
import { readForm } from './form';
import { useTraining } from './state';

/** Seconds that the run of the form would take; null when none like it was trained yet. */
function useEstimate(): { seconds: number; run: string } | null {
  const draft = useTraining((s) => readForm(s.values).draft);
  const runs = useSession((s) => s.runs);
  return expectedTime(runs, draft);
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
