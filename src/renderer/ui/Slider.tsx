// A slider that tells of every movement; its arrow keys move by one step, with Shift by ten.
import { Slider as Radix } from 'radix-ui';

export interface SliderProps {
  label: string;
  value: number;
  min?: number;
  max?: number;
  step?: number;
  disabled?: boolean;
  /** The value in words, for screen readers: '45 %'. */
  words?: string;
  onChange(value: number): void;
}

export function Slider({ label, value, min = 0, max = 1, step = 0.01, disabled, words, onChange }: SliderProps) {
  return (
    <Radix.Root
      className="slider"
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled ?? false}
      onValueChange={([next]) => next !== undefined && onChange(next)}
    >
      <Radix.Track className="rail">
        <Radix.Range className="range" />
      </Radix.Track>
      <Radix.Thumb className="knob" aria-label={label} aria-valuetext={words} />
    </Radix.Root>
  );
}
