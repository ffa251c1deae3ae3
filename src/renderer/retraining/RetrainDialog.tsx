// Asked once: for how long a run is retrained, and how often it sees what was corrected.
import { useState } from 'react';
import { numberOf } from '../../shared/training/values';
import { usePreferences } from '../state/preferences';
import { closeDialog } from '../state/shell';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field, TextInput } from '../ui/Field';
import { keysOf } from '../ui/keys';
import { beginRetraining, retrainable } from './state';

const USUAL = { minutes: 5, weight: 3 };

export function RetrainDialog() {
  const known = usePreferences((s) => s.retrain) ?? USUAL;
  const [minutes, setMinutes] = useState(`${known.minutes}`);
  const [weight, setWeight] = useState(`${known.weight}`);
  const run = retrainable();
  const read = { minutes: numberOf(minutes), weight: numberOf(weight) };
  const wrong = {
    minutes: read.minutes > 0 && read.minutes <= 1440 ? undefined : 'A number above 0 and at most 1440.',
    weight: Number.isInteger(read.weight) && read.weight >= 1 && read.weight <= 100 ? undefined : 'A whole number from 1 to 100.',
  };
  const begin = (): void => {
    if (wrong.minutes || wrong.weight) return;
    closeDialog();
    void beginRetraining(read);
  };
  return (
    <Dialog
      title={run ? `Retrain ${run.name} from corrections` : 'Retrain from corrections'}
      description="It starts from the best epoch, with the same settings, on the frames and masks of now. It trains in the background and gives way to the brush."
      width={440}
      onClose={closeDialog}
      footer={
        <>
          <span className="grow dim">{keysOf('train.retrain')} does the same from now on.</span>
          <Button look="primary" disabled={!run || wrong.minutes !== undefined || wrong.weight !== undefined} onClick={begin}>
            Retrain <kbd>⏎</kbd>
          </Button>
        </>
      }
    >
      <form
        className="retrain-form"
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <Field label="Time budget" problem={wrong.minutes}>
          <TextInput value={minutes} unit="minutes" inputMode="decimal" autoFocus onChange={setMinutes} />
        </Field>
        <Field
          label="Corrected frames count"
          problem={wrong.weight}
          hint="How often an epoch sees a train frame whose mask a person changed since the run saw it; 1 is as any other."
        >
          <TextInput value={weight} unit={read.weight === 1 ? 'time' : 'times'} inputMode="numeric" onChange={setWeight} />
        </Field>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
