// Label, slider, and the value as it can also be typed.
import { Slider } from '../ui/Slider';
import { TypedNumber } from './TypedNumber';

export interface SliderRowProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Stands there instead of the label. */
  caption?: string;
  unit: string;
  /** Decimals shown. */
  digits?: number;
  disabled?: boolean;
  /** Slider position 0..1 from a value and back, for values that matter by their ratio (brush sizes). */
  scale?: { to(value: number): number; from(position: number): number };
  onChange(value: number): void;
}

export function SliderRow({ label, value, min, max, step, caption, unit, digits = 0, disabled, scale, onChange }: SliderRowProps) {
  const shown = `${value.toFixed(digits)}${unit}`;
  const clamp = (next: number): number => Math.min(max, Math.max(min, next));
  return (
    <div className="slider-row">
      <span className="label">{caption ?? label}</span>
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
      <TypedNumber {...{ label, value, min, max, unit, digits, disabled, onChange }} />
    </div>
  );
}
