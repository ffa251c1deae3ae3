// A line of a form: label, control, and one sentence beneath: what is wrong, or what it is for.
import { createContext, useContext, useId, type InputHTMLAttributes, type ReactNode } from 'react';

const FieldId = createContext<{ id: string; wrong: boolean } | null>(null);

export interface FieldProps {
  label: string;
  /** What is wrong with the value; replaces `hint`. */
  problem?: string | undefined;
  hint?: ReactNode;
  children: ReactNode;
}

export function Field({ label, problem, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <FieldId.Provider value={{ id, wrong: problem !== undefined }}>{children}</FieldId.Provider>
      {(problem ?? hint) && (
        <p id={`${id}-said`} className={problem ? 'said wrong' : 'said'} role={problem ? 'alert' : undefined}>
          {problem ?? hint}
        </p>
      )}
    </div>
  );
}

export interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  value: string;
  onChange(value: string): void;
  /** Dim words after the value: a unit, or what the value means. */
  unit?: ReactNode;
}

/** The text of a field; numbers too: the form keeps what was typed and says what is wrong with it. */
export function TextInput({ value, onChange, unit, className, ...rest }: TextInputProps) {
  const field = useContext(FieldId);
  return (
    <div className={['input', field?.wrong && 'wrong', className].filter(Boolean).join(' ')}>
      <input
        id={field?.id}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={field?.wrong || undefined}
        aria-describedby={field ? `${field.id}-said` : undefined}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      {unit && <span className="unit">{unit}</span>}
    </div>
  );
}
