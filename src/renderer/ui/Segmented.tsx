// One of a few, all of them seen: presets, on and off, what to show.
import { ToggleGroup } from 'radix-ui';

export interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly title: string; readonly tip?: string }[];
  onChange(value: T): void;
  disabled?: boolean;
}

export function Segmented<T extends string>({ label, value, options, onChange, disabled }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      className="segmented"
      aria-label={label}
      value={value}
      disabled={disabled ?? false}
      // Clicking the chosen one would choose none: it stays.
      onValueChange={(chosen) => chosen && onChange(chosen as T)}
    >
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value} title={option.tip}>
          {option.title}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
