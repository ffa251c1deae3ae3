// A line of a form: label, control, and one sentence beneath: what is wrong, or what it is for.
import { Tooltip } from 'radix-ui';
import { createContext, useContext, useId, type InputHTMLAttributes, type ReactElement, type ReactNode } from 'react';

const FieldId = createContext<{ id: string; wrong: boolean } | null>(null);

export interface FieldProps {
  label: string;
  /** What is wrong with the value; replaces `hint`. */
  problem?: string | undefined;
  hint?: ReactNode;
  /** What it is for: shown beside the line while the pointer rests on it, or the keyboard is in it. */
  help?: ReactNode;
  /** It differs from where it began. */
  changed?: boolean;
  children: ReactNode;
}

export function Field({ label, problem, hint, help, changed = false, children }: FieldProps) {
  const id = useId();
  const line = (
    <div className="field" data-changed={changed || undefined}>
      <label htmlFor={id}>{label}</label>
      <FieldId.Provider value={{ id, wrong: problem !== undefined }}>{children}</FieldId.Provider>
      {(problem ?? hint) && (
        <p id={`${id}-said`} className={problem ? 'said wrong' : 'said'} role={problem ? 'alert' : undefined}>
          {problem ?? hint}
        </p>
      )}
      {help && !problem && !hint && (
        <p id={`${id}-said`} className="sr-only">
          {help}
        </p>
      )}
    </div>
  );
  return help ? <Helped words={help}>{line}</Helped> : line;
}

/** A line with what it is for beside it, to the right, where it covers no other line. */
const Helped = ({ words, children }: { words: ReactNode; children: ReactElement }) => (
  <Tooltip.Root delayDuration={700} disableHoverableContent>
    <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
    <Tooltip.Portal>
      <Tooltip.Content className="tip help" side="right" align="start" sideOffset={20} collisionPadding={8}>
        {words}
      </Tooltip.Content>
    </Tooltip.Portal>
  </Tooltip.Root>
);

export interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  value: string;
  onChange(value: string): void;
  /** Where a line has two inputs: whether this one is what is wrong. */
  wrong?: boolean;
  /** Dim words after the value: a unit, or what the value means. */
  unit?: ReactNode;
}

/** The text of a field; numbers too: the form keeps what was typed and says what is wrong with it. */
export function TextInput({ value, onChange, unit, className, wrong: itself, ...rest }: TextInputProps) {
  const field = useContext(FieldId);
  const wrong = itself ?? field?.wrong ?? false;
  return (
    <div className={['input', wrong && 'wrong', className].filter(Boolean).join(' ')}>
      <input
        id={field?.id}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={wrong || undefined}
        aria-describedby={field ? `${field.id}-said` : undefined}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      {unit && <span className="unit">{unit}</span>}
    </div>
  );
}
