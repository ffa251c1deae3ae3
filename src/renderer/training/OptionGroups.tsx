// The options that few change, in groups that begin closed and say how many values in them differ from the preset.
import { ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import type { RunOption } from '../../shared/training/options';
import { useDevice } from '../state/device';
import { ShowSamples } from './AugmentSheet';
import { groupsOf, readForm } from './form';
import { OptionField } from './OptionField';
import { openGroup, useTraining } from './state';

export function OptionGroups() {
  const draft = useTraining((s) => readForm(s.values).draft);
  const groups = useMemo(() => groupsOf(draft), [draft]);
  return groups.map(({ group, options }) => <Group key={group} title={group} options={options} />);
}

function Group({ title, options }: { title: string; options: readonly RunOption[] }) {
  const open = useTraining((s) => s.open.has(title));
  const { changes, problems } = useTraining((s) => readForm(s.values));
  const shown = useTraining((s) => options.some(({ path }) => problems[path] !== undefined && (s.tried || s.touched.has(path))));
  const changed = changes.filter(({ option }) => options.includes(option)).length;
  return (
    <details className="more" open={open} onToggle={(event) => openGroup(title, event.currentTarget.open)}>
      <summary>
        <ChevronRight size={14} /> <span className="grow">{title}</span>
        {shown ? <span className="wrong">something is wrong</span> : changed > 0 && <span className="changed">{changed} changed</span>}
      </summary>
      {open &&
        options.map((option) =>
          option.path === 'precision' ? <Precision key={option.path} option={option} /> : <OptionField key={option.path} option={option} />,
        )}
      {open && title === 'Images' && <ShowSamples />}
    </details>
  );
}

/** With what this machine makes of it. */
function Precision({ option }: { option: RunOption }) {
  const wanted = useTraining((s) => s.values['precision']);
  const report = useDevice((s) => s.report);
  const hint =
    report === null || wanted === 'float32'
      ? undefined
      : wanted === 'auto'
        ? `${report.precision} here: ${report.precisionWhy}.`
        : report.bfloat16
          ? undefined
          : 'This machine does not compute in it by itself: steps would take many times as long.';
  return <OptionField option={option} hint={hint} />;
}
