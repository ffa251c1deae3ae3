// The real engine process, except that it kills itself, as a crash or the system would, at the place that ROADBRUSH_TEST_DIES names.
import fs from 'node:fs/promises';
import { RunControl } from '../../../src/main/engine/training/control';
import { Reporter } from '../../../src/main/engine/training/reporter';

export interface Place {
  /** Right after this step, before anything is written or told of it. */
  readonly step?: { readonly epoch: number; readonly step: number };
  /** While the held-out frames of this epoch are scored. */
  readonly scoring?: number;
  /** Once it has told this epoch's end it makes no further step: whoever hears of it kills it in time, however slow they are. */
  readonly told?: number;
  /** When half of a file with this in its name is written. */
  readonly writing?: string;
}

const place = JSON.parse(process.env['ROADBRUSH_TEST_DIES'] ?? '{}') as Place;
const die = (): void => void process.kill(process.pid, 'SIGKILL');

const { step, scoring, closed } = Reporter.prototype;
let epoch = 0;
Reporter.prototype.step = function (position, ...rest) {
  epoch = position.epoch;
  if (position.epoch === place.step?.epoch && position.step === place.step.step) die();
  step.call(this, position, ...rest);
};
Reporter.prototype.scoring = function (epoch, ...rest) {
  if (epoch === place.scoring) die();
  scoring.call(this, epoch, ...rest);
};
Reporter.prototype.closed = function (...rest) {
  closed.apply(this, rest);
  if (epoch !== place.told) return;
  RunControl.prototype.stopping = () => new Promise(() => undefined);
};

const { open } = fs;
fs.open = async (path, ...rest) => {
  const handle = await open(path, ...rest);
  if (place.writing === undefined || !String(path).includes(place.writing)) return handle;
  const { writeFile } = handle;
  let pieces = 0;
  handle.writeFile = async (...what) => {
    await writeFile.apply(handle, what);
    // The header and some of the weights.
    if (++pieces === 10) die();
  };
  return handle;
};

void import('../../../src/main/engine/process');
