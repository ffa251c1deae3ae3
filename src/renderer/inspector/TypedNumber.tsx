// A number as it is, which can also be typed.
import { useState } from 'react';

export interface TypedNumberProps {
  label: string;
  value: number;
  min: number;
  max: number;
  unit?: string;
  digits?: number;
  disabled?: boolean | undefined;
  onChange(value: number): void;
}

export function TypedNumber({ label, value, min, max, unit = '', digits = 0, disabled, onChange }: TypedNumberProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string): void => {
    const number = Number(
      text
        .replace(',', '.')
        .replace('−', '-')
        .replace(/[^\d.-]/g, ''),
    );
    if (text.trim() !== '' && Number.isFinite(number)) onChange(Math.min(max, Math.max(min, number)));
    setTyped(null);
  };
  return (
    <input
      className="typed"
      aria-label={`${label}, typed`}
      value={typed ?? `${value.toFixed(digits)}${unit}`}
      disabled={disabled}
      spellCheck={false}
      onFocus={(event) => {
        setTyped(value.toFixed(digits));
        requestAnimationFrame(() => event.target.select());
      }}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={(event) => take(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          setTyped(null);
          event.currentTarget.value = '';
          event.currentTarget.blur();
        }
      }}
    />
  );
}
