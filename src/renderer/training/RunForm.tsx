// The form of a new run: a preset and every value it stands for, checked while it is typed; then one button.
import { useEffect, useRef } from 'react';
import { PRESETS, PRESET_WORDS, type PresetName } from '../../shared/training/config';
import { freshName } from '../../shared/training/names';
import { RUN_OPTIONS, type RunOption } from '../../shared/training/options';
import { count, short } from '../format';
import { askDevice } from '../state/device';
import { useSession } from '../state/session';
import { Field, TextInput } from '../ui/Field';
import { Segmented } from '../ui/Segmented';
import { DeviceBox } from './DeviceBox';
import { parametersIn, readForm } from './form';
import { FramesLine } from './FramesLine';
import { OptionField, Sentence, useChanged, useProblem } from './OptionField';
import { OptionGroups } from './OptionGroups';
import { SweepPart } from './SweepPart';
import { StartButton } from './StartButton';
import { choosePreset, setValue, startTraining, touch, useTraining } from './state';

/** The quickest first. */
const PRESET_ORDER: readonly PresetName[] = (Object.keys(PRESETS) as PresetName[]).reverse();

const option = (path: string): RunOption => RUN_OPTIONS.find((one) => one.path === path)!;

function Preset() {
  const preset = useTraining((s) => s.values.preset);
  const changed = useTraining((s) => readForm(s.values).changes.length);
  return (
    <Field
      label="Preset"
      hint={
        <>
          {PRESET_WORDS[preset]}
          {changed > 0 && (
            <>
              {` ${count(changed, 'value')} changed. `}
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

function Name() {
  const name = useTraining((s) => s.values.name);
  const net = useTraining((s) => s.values['net']);
  const unnamed = useSession((s) =>
    freshName(
      s.runs.map((run) => run.name),
      net ?? '',
    ),
  );
  return (
    <Field label="Name" problem={useProblem('name')}>
      <TextInput value={name} placeholder={unnamed} onChange={(text) => setValue({ name: text })} onBlur={() => touch('name')} />
    </Field>
  );
}

function BaseFilters() {
  const parameters = useTraining((s) => parametersIn(readForm(s.values).draft));
  return <OptionField option={option('base')} unit={parameters === null ? undefined : `${short(parameters)} parameters`} />;
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function InputSize() {
  const wide = useProblem('width');
  const high = useProblem('height');
  const changed = [useChanged('width'), useChanged('height')].includes(true);
  return (
    <Field
      label="Input"
      problem={wide ? `Width: ${lowered(wide)}` : high ? `Height: ${lowered(high)}` : undefined}
      help={<Sentence option={option('width')} />}
      changed={changed}
    >
      <div className="two">
        <Side path="width" wrong={wide !== undefined} />
        <span className="dim">×</span>
        <Side path="height" wrong={high !== undefined} />
      </div>
    </Field>
  );
}

function Side({ path, wrong }: { path: 'width' | 'height'; wrong: boolean }) {
  const value = useTraining((s) => s.values[path] ?? '');
  return (
    <TextInput
      {...(path === 'height' ? { id: undefined } : {})}
      aria-label={option(path).label}
      wrong={wrong}
      value={value}
      inputMode="numeric"
      onChange={(text) => setValue({ [path]: text })}
      onBlur={() => touch(path)}
    />
  );
}

export function RunForm() {
  const refused = useTraining((s) => s.refused);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => void askDevice(), []);
  useEffect(() => {
    const wrong = refused > 0 ? form.current?.querySelector<HTMLElement>('[aria-invalid=true]') : null;
    wrong?.focus();
    wrong?.closest('.field')?.scrollIntoView({ block: 'nearest' });
  }, [refused]);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void startTraining();
      }}
    >
      <div className="fields">
        <h3>New run</h3>
        <Preset />
        <Name />
        <OptionField option={option('net')} />
        <BaseFilters />
        <InputSize />
        <OptionField option={option('epochs')} />
        <OptionField option={option('batch')} />
        <OptionField option={option('learningRate')} />
        <OptionField option={option('schedule')} />
        <FramesLine />
        <OptionGroups />
        <SweepPart />
      </div>
      <div className="start">
        <DeviceBox />
        <StartButton />
      </div>
    </form>
  );
}
