// Label, slider, and the value as it can also be typed.
import { useState } from 'react';
import { Slider } from '../ui/Slider';

export interface SliderRowProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  unit: string;
  /** Decimals shown. */
  digits?: number;
  disabled?: boolean;
  /** Slider position 0..1 from a value and back, for values that matter by their ratio (brush sizes). */
  scale?: { to(value: number): number; from(position: number): number };
  onChange(value: number): void;
}

export function SliderRow({ label, value, min, max, step, unit, digits = 0, disabled, scale, onChange }: SliderRowProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = `${value.toFixed(digits)}${unit}`;
  const clamp = (next: number): number => Math.min(max, Math.max(min, next));
  const take = (text: string): void => {
    const number = Number(
      text
        .replace(',', '.')
        .replace('−', '-')
        .replace(/[^\d.-]/g, ''),
    );
    if (text.trim() !== '' && Number.isFinite(number)) onChange(clamp(number));
    setTyped(null);
  };
  return (
    <div className="slider-row">
      <span className="label">{label}</span>
      {scale ? (
        <Slider
          label={label}
          value={scale.to(value)}
          min={0}
          max={1}
          step={0.005}
          words={shown}
          disabled={disabled ?? false}
          onChange={(at) => onChange(clamp(scale.from(at)))}
        />
      ) : (
        <Slider
          label={label}
          value={value}
          min={min}
          max={max}
          step={step}
          words={shown}
          disabled={disabled ?? false}
          onChange={onChange}
        />
      )}
      <input
        className="typed"
        aria-label={`${label}, typed`}
        value={typed ?? shown}
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
    </div>
  );
}
