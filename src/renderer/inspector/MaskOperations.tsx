// Operations on the whole mask: chosen, set, looked at on the picture, and only then made.
import { Check, CircleDashed, Expand, LoaderCircle, CircleX, Shrink, Spline, type LucideIcon } from 'lucide-react';
import { applyOperation, dropOperation, showOperation } from '../canvas/assistCommands';
import { ANY_HOLE, keptBack, OPERATIONS, operation, type OperationName } from '../canvas/maskOperation';
import { useOperation, type OperationState } from '../canvas/operations';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { Button } from '../ui/Button';
import { Section } from './Section';
import { SliderRow } from './SliderRow';

const ICONS: Readonly<Record<OperationName, LucideIcon>> = {
  grow: Expand,
  shrink: Shrink,
  smooth: Spline,
  holes: CircleDashed,
  islands: CircleX,
};

export function MaskOperations() {
  const pending = useOperation((s) => s.pending);
  const value = useView((s) => s.paintClass);
  const name = useSession((s) => s.project?.classes.find(({ id }) => id === value)?.name ?? 'class');
  const frame = useView((s) => s.frame);
  return (
    <Section title="Mask" id="mask" side={name} held={pending !== null}>
      <div className="operations" role="group" aria-label="Operations on the whole mask">
        {OPERATIONS.map((one) => {
          const Icon = ICONS[one.name];
          const on = pending?.name === one.name;
          return (
            <Button
              key={one.name}
              icon
              label={one.title}
              tip={`${one.title}. ${one.hint}.`}
              aria-pressed={on}
              disabled={frame === null}
              onClick={() => (on ? dropOperation() : showOperation(one.name))}
            >
              <Icon size={16} />
            </Button>
          );
        })}
      </div>
      {pending && <Chosen pending={pending} />}
    </Section>
  );
}

/** Areas matter by their ratio: equal ways along the slider are equal factors. */
const byRatio = (min: number, max: number) => ({
  to: (value: number): number => Math.log(value / min) / Math.log(max / min),
  from: (at: number): number => Math.round(min * (max / min) ** at),
});

function Chosen({ pending }: { pending: OperationState }) {
  const { label, min, max, title } = operation(pending.name);
  const area = max > 100;
  const any = pending.name === 'holes' && pending.amount >= ANY_HOLE;
  return (
    <div className="operation">
      <SliderRow
        label={area ? label : title}
        value={pending.amount}
        min={min}
        max={max}
        step={1}
        unit={any ? ' +' : ' px'}
        {...(area ? { scale: byRatio(min, max) } : {})}
        onChange={(amount) => showOperation(pending.name, Math.round(amount))}
      />
      <Outcome pending={pending} />
      <div className="row end">
        <Button small look="plain" tip="Drop it" keys="Esc" onClick={dropOperation}>
          Cancel
        </Button>
        <Button
          small
          look="primary"
          tip="Make it: one step of undo"
          keys="⏎"
          disabled={pending.busy || !(pending.gets || pending.loses)}
          onClick={applyOperation}
        >
          <Check size={14} /> Apply
        </Button>
      </div>
    </div>
  );
}

function Outcome({ pending: { name, busy, gets, loses, problem } }: { pending: OperationState }) {
  const value = useView((s) => s.paintClass);
  const over = useView((s) => s.paintOver);
  if (problem) return <p className="problem">{problem}</p>;
  if (busy)
    return (
      <p className="outcome dim" role="status">
        <LoaderCircle size={12} className="spin" aria-hidden /> looking
      </p>
    );
  if (!gets && !loses)
    return (
      <p className="outcome dim" role="status">
        {keptBack(value, over, name) ?? 'Nothing would change.'}
      </p>
    );
  return (
    <p className="outcome" role="status" data-testid="operation-outcome">
      {!!gets && <span className="gain up">+{gets.toLocaleString('en')} px</span>}
      {!!loses && <span className="gain down">−{loses.toLocaleString('en')} px</span>}
    </p>
  );
}
