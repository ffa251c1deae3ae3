// A tick box with its label.
import { Check as Tick } from 'lucide-react';
import { Checkbox } from 'radix-ui';
import { useId, type ReactNode } from 'react';

export interface CheckProps {
  /** Its name, where the words beside it are not. */
  label?: string;
  checked: boolean;
  onChange(checked: boolean): void;
  disabled?: boolean;
  children: ReactNode;
}

export function Check({ label, checked, onChange, disabled, children }: CheckProps) {
  const id = useId();
  return (
    <div className="checked-label">
      <Checkbox.Root
        id={id}
        aria-label={label}
        className="check"
        checked={checked}
        disabled={disabled ?? false}
        onCheckedChange={(now) => onChange(now === true)}
      >
        <Checkbox.Indicator asChild>
          <Tick size={12} strokeWidth={3} />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <label htmlFor={id}>{children}</label>
    </div>
  );
}
