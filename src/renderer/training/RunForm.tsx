// The form of a new run: a preset and every value it stands for, checked while it is typed; then one button.
import { ChevronRight } from 'lucide-react';
import { useEffect } from 'react';
import { PRESET_WORDS, type PresetName } from '../../shared/training/config';
import { short, whole } from '../format';
import { askDevice } from '../state/device';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { Field, TextInput } from '../ui/Field';
import { keysOf } from '../ui/keys';
import { Segmented } from '../ui/Segmented';
import { DeviceBox } from './DeviceBox';
import { numberOf, readForm, type FormField, type FormValues } from './form';
import { FramesLine } from './FramesLine';
import { unetParameters } from './parameters';
import { choosePreset, isActive, setValue, startTraining, touch, useTraining } from './state';

const PRESET_ORDER: readonly PresetName[] = ['quick', 'road', 'reference'];

type TextField = Exclude<FormField, 'preset' | 'head' | 'schedule'>;

/** A field whose problem is said once it was left or a start was tried. */
function Line({
  label,
  field,
  unit,
  hint,
  placeholder,
}: {
  label: string;
  field: TextField;
  unit?: string;
  hint?: string;
  placeholder?: string;
}) {
  const value = useTraining((s) => s.values[field]);
  const problem = useProblem(field);
  return (
    <Field label={label} problem={problem} hint={hint}>
      <TextInput
        value={value}
        unit={unit}
        placeholder={placeholder}
        inputMode={field === 'name' ? 'text' : 'decimal'}
        onChange={(text) => setValue({ [field]: text } as Partial<FormValues>)}
        onBlur={() => touch(field)}
      />
    </Field>
  );
}

function useProblem(field: FormField): string | undefined {
  const values = useTraining((s) => s.values);
  const shown = useTraining((s) => s.tried || s.touched.has(field));
  return shown ? readForm(values).problems[field] : undefined;
}

function Preset() {
  const preset = useTraining((s) => s.values.preset);
  const changed = useTraining((s) => readForm(s.values).config?.preset.endsWith('changed') ?? false);
  return (
    <Field
      label="Preset"
      hint={
        <>
          {PRESET_WORDS[preset]}
          {changed && (
            <>
              {' Changed below. '}
              <button type="button" className="link" onClick={() => choosePreset(preset)}>
                Back to the preset
              </button>
            </>
          )}
        </>
      }
    >
      <Segmented
        label="Preset"
        value={preset}
        options={PRESET_ORDER.map((name) => ({ value: name, title: name, tip: PRESET_WORDS[name] }))}
        onChange={choosePreset}
      />
    </Field>
  );
}

function BaseFilters() {
  const base = useTraining((s) => s.values.base);
  const head = useTraining((s) => s.values.head);
  const number = numberOf(base);
  const known = Number.isInteger(number) && number >= 1 && number <= 128;
  return (
    <Line label="Base filters" field="base" {...(known ? { unit: `${short(unetParameters({ base: number, head }))} parameters` } : {})} />
  );
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function InputSize() {
  const { width, height } = useTraining((s) => s.values);
  const wide = useProblem('width');
  const high = useProblem('height');
  return (
    <Field label="Input" problem={wide ? `Width: ${lowered(wide)}` : high ? `Height: ${lowered(high)}` : undefined}>
      <div className="two">
        <TextInput
          aria-label="Input width"
          value={width}
          inputMode="numeric"
          onChange={(text) => setValue({ width: text })}
          onBlur={() => touch('width')}
        />
        <span className="dim">×</span>
        <TextInput
          id={undefined}
          aria-label="Input height"
          value={height}
          inputMode="numeric"
          onChange={(text) => setValue({ height: text })}
          onBlur={() => touch('height')}
        />
      </div>
    </Field>
  );
}

function Schedule() {
  const schedule = useTraining((s) => s.values.schedule);
  return (
    <Field label="Schedule">
      <Segmented
        label="Schedule of the learning rate"
        value={schedule}
        options={[
          { value: 'constant', title: 'constant', tip: 'The learning rate stays as it is' },
          { value: 'cosine', title: 'cosine', tip: 'Falls to nothing over the run, along a cosine' },
        ]}
        onChange={(value) => setValue({ schedule: value })}
      />
    </Field>
  );
}

function More() {
  const open = useTraining((s) => s.moreOpen);
  const head = useTraining((s) => s.values.head);
  return (
    <details className="more" open={open} onToggle={(event) => useTraining.setState({ moreOpen: event.currentTarget.open })}>
      <summary>
        <ChevronRight size={14} /> Net, augmentation, checkpoints
      </summary>
      <Field
        label="Head"
        hint={
          head === 'direct'
            ? 'A 1×1 convolution straight to the probability.'
            : 'Two filters with ReLU first, as in the reference: it can die and leave a constant.'
        }
      >
        <Segmented
          label="Head"
          value={head}
          options={[
            { value: 'direct', title: 'direct' },
            { value: 'two-filter', title: 'two-filter' },
          ]}
          onChange={(value) => setValue({ head: value })}
        />
      </Field>
      <Line label="Dropout" field="dropout" hint="After levels 4 and 5." />
      <Line label="Flip" field="flipProbability" unit="chance" />
      <Line label="Crop" field="cropProbability" unit="chance" />
      <Line label="Crop from" field="cropMin" unit="px high" />
      <Line label="Crop to" field="cropMax" unit="px high" />
      <Line
        label="Crop aspect"
        field="cropAspect"
        unit="width / height"
        hint="1242/370 is what was meant; 370/1242 is the reference's slip."
      />
      <Line label="Keep every" field="keepEvery" unit="epochs" hint="Checkpoints kept besides best and last." />
      <Line label="Threshold" field="threshold" hint="For the held-out scores during the run." />
    </details>
  );
}

export function RunForm() {
  const starting = useTraining((s) => s.starting);
  const active = useSession((s) => s.runs.find(isActive));
  const runs = useSession((s) => s.runs.length);
  useEffect(() => void askDevice(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void startTraining();
      }}
    >
      <div className="fields">
        <h3>New run</h3>
        <Preset />
        <Line label="Name" field="name" placeholder={`unet ${whole(runs + 1)}`} />
        <BaseFilters />
        <InputSize />
        <Line label="Epochs" field="epochs" />
        <Line label="Batch" field="batch" unit="images a step" />
        <Line label="Learning rate" field="learningRate" unit="Adam" />
        <Schedule />
        <Line label="Seed" field="seed" />
        <FramesLine />
        <More />
      </div>
      <div className="start">
        <DeviceBox />
        <Button
          type="submit"
          look="primary"
          wide
          disabled={starting || active !== undefined}
          keys={keysOf('train.toggle')}
          tip="Start training"
        >
          {starting ? 'Starting…' : active ? `${active.name} is training` : 'Start training'}
          {!starting && !active && <kbd>{keysOf('train.toggle')}</kbd>}
        </Button>
      </div>
    </form>
  );
}
