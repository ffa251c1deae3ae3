// Sweep: options and the values that they take in turn; beneath, the runs that this makes and about how long they take.
import { ChevronRight, Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import { optionsOf } from '../../shared/training/changes';
import { OPTION_GROUPS, takesInWords } from '../../shared/training/options';
import { readValues } from '../../shared/training/sweep';
import { count } from '../format';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { TextInput } from '../ui/Field';
import { Menu, type MenuEntry } from '../ui/Menu';
import { Tip } from '../ui/Tip';
import { readForm } from './form';
import { timeWords } from './RunQueue';
import { openGroup, useTraining } from './state';
import { addAxis, dropAxis, optionAt, readSweep, setAxis, useSweep } from './sweep';

const NAME = 'Sweep';
const LISTED = 6;

export function SweepPart() {
  const open = useTraining((s) => s.open.has(NAME));
  const axes = useSweep((s) => s.axes);
  return (
    <details className="more" open={open} onToggle={(event) => openGroup(NAME, event.currentTarget.open)} data-testid="sweep">
      <summary title="Train several runs that differ in some options">
        <ChevronRight size={14} /> <span className="grow">{NAME}</span>
        {axes.length > 0 && <span className="changed">{count(axes.length, 'option')}</span>}
      </summary>
      {open && (
        <>
          {axes.map(({ path, text }) => (
            <AxisLine key={path} path={path} text={text} />
          ))}
          <AddOption />
          <Outcome />
        </>
      )}
    </details>
  );
}

function AxisLine({ path, text }: { path: string; text: string }) {
  const option = optionAt(path);
  const { problem } = readValues(option, text);
  const ranges = option.takes.kind === 'integer' ? ', or 8..32 by 8' : option.takes.kind === 'decimal' ? ', or 1e-4..1e-2 by x10' : '';
  return (
    <div className="sweep-axis">
      <Tip words={`Values with commas between them${ranges}. Each: ${takesInWords(option)}.`}>
        <span className="cut">{option.label}</span>
      </Tip>
      <TextInput
        value={text}
        wrong={problem !== undefined}
        aria-label={`Values of ${option.label}`}
        autoFocus
        onChange={(value) => setAxis(path, value)}
      />
      <Button small look="plain" icon label={`Do not vary ${option.label}`} onClick={() => dropAxis(path)}>
        <X size={13} />
      </Button>
      {problem !== undefined && <p className="said wrong">{problem}</p>}
    </div>
  );
}

function AddOption() {
  const values = useTraining((s) => s.values);
  const axes = useSweep((s) => s.axes);
  const { draft } = readForm(values);
  const free = optionsOf(draft).filter(({ path }) => !axes.some((axis) => axis.path === path));
  const entries: MenuEntry[] = OPTION_GROUPS.map((group) => ({
    title: group,
    items: free
      .filter((option) => option.group === group)
      .map((option) => ({
        title: option.label,
        side: values[option.path],
        run: () =>
          addAxis(
            option,
            option.takes.kind === 'switch' ? 'on, off' : option.takes.kind === 'choice' ? allOf(option.takes) : `${values[option.path]}, `,
          ),
      })),
  }));
  return (
    <Menu entries={entries}>
      <Button small tip="Its values are tried in turn, each with all values of the others">
        <Plus size={13} /> Vary an option
      </Button>
    </Menu>
  );
}

const allOf = ({ choices }: { choices: readonly { value: string }[] }): string => choices.map(({ value }) => value).join(', ');

/** How many runs, how long, and the first of them by name; or what is wrong. */
function Outcome() {
  const values = useTraining((s) => s.values);
  const axes = useSweep((s) => s.axes);
  const runs = useSession((s) => s.runs);
  const read = useMemo(() => readSweep(values, axes), [values, axes]);
  if (read === null) return null;
  if (read.problem !== undefined) {
    const shown = axes.some(({ path, text }) => readValues(optionAt(path), text).problem !== undefined);
    return shown ? null : <p className="sweep-said wrong">{read.problem}</p>;
  }
  const { runs: made, same } = read.sweep;
  const time = timeWords(
    runs,
    made.map(({ config }) => config),
  );
  return (
    <>
      <p className="sweep-said" data-testid="sweep-said">
        <b>{count(made.length, 'run')}</b>
        {time && ` · ${time}`}
        {same > 0 && <span className="dim"> · {count(same, 'combination')} would be the same run as another one</span>}
      </p>
      <ul className="sweep-runs">
        {made.slice(0, LISTED).map(({ name }) => (
          <li key={name} className="cut">
            {name}
          </li>
        ))}
        {made.length > LISTED && <li>and {made.length - LISTED} more</li>}
      </ul>
    </>
  );
}
