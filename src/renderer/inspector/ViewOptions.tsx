// How strongly mask and prediction lie over the picture, and whether at all.
import { Eye, EyeOff } from 'lucide-react';
import { useView } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Section } from './Section';
import { SliderRow } from './SliderRow';
import { Check } from '../ui/Check';

function Layer({
  label,
  opacity,
  shown,
  disabled,
  keys,
  onOpacity,
  onShown,
}: {
  label: string;
  opacity: number;
  shown: boolean;
  disabled?: boolean;
  keys: string | undefined;
  onOpacity(opacity: number): void;
  onShown(shown: boolean): void;
}) {
  const Icon = shown ? Eye : EyeOff;
  return (
    <div className={shown && !disabled ? 'layer' : 'layer off'}>
      <SliderRow
        label={label}
        value={Math.round(opacity * 100)}
        min={0}
        max={100}
        step={1}
        unit=" %"
        disabled={disabled ?? false}
        onChange={(percent) => onOpacity(percent / 100)}
      />
      <Button
        look="plain"
        small
        icon
        label={`${shown ? 'Hide' : 'Show'} the ${label.toLowerCase()}`}
        keys={keys}
        aria-pressed={!shown}
        disabled={disabled}
        onClick={() => onShown(!shown)}
      >
        <Icon size={14} />
      </Button>
    </div>
  );
}

export function ViewOptions() {
  const { maskOpacity, predictionOpacity, showMask, showPrediction, outlineOnly, run, set, setMaskOpacity, setPredictionOpacity } =
    useView();
  return (
    <Section title="View">
      <Layer
        label="Mask"
        opacity={maskOpacity}
        shown={showMask}
        keys={keysOf('view.mask') ?? 'V'}
        onOpacity={setMaskOpacity}
        onShown={(on) => set({ showMask: on })}
      />
      <Layer
        label="Prediction"
        opacity={predictionOpacity}
        shown={showPrediction}
        disabled={run === null}
        keys={keysOf('view.prediction') ?? 'C'}
        onOpacity={setPredictionOpacity}
        onShown={(on) => set({ showPrediction: on })}
      />
      <div className="row">
        <Check checked={outlineOnly} onChange={(on) => set({ outlineOnly: on })}>
          Outline only
        </Check>
        <kbd>{keysOf('view.outline') ?? 'O'}</kbd>
      </div>
    </Section>
  );
}
