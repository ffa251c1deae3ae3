// A number as it is, which can also be typed.
import { useLayoutEffect, useRef, useState } from 'react';

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
  const input = useRef<HTMLInputElement>(null);
  const typing = typed !== null;
  // At once, before the next key: selected a frame later, what was typed until then would be typed over.
  useLayoutEffect(() => {
    if (typing) input.current?.select();
  }, [typing]);
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
      ref={input}
      className="typed"
      aria-label={`${label}, typed`}
      value={typed ?? `${value.toFixed(digits)}${unit}`}
      disabled={disabled}
      spellCheck={false}
      onFocus={() => setTyped(value.toFixed(digits))}
      onMouseDown={(event) => {
        // The press that brings the focus would set the caret, and the selection were gone.
        if (document.activeElement === event.currentTarget) return;
        event.preventDefault();
        event.currentTarget.focus();
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
