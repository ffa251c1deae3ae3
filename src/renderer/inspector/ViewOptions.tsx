// How strongly mask and prediction lie over the picture, and whether at all.
import { ChevronDown, ChevronRight, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { runCommand } from '../commands';
import { ADJUST, NOTHING_COMPARED, useView, useViewOf } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Segmented } from '../ui/Segmented';
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
  const { maskOpacity, predictionOpacity, showMask, showPrediction, outlineOnly, run } = useViewOf(
    ...(['maskOpacity', 'predictionOpacity', 'showMask', 'showPrediction', 'outlineOnly', 'run'] as const),
  );
  const { set, setMaskOpacity, setPredictionOpacity } = useView.getState();
  return (
    <Section title="View" id="view">
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
      <CompareRow />
      <PictureLook />
    </Section>
  );
}

function CompareRow() {
  const compare = useView((s) => s.compare);
  const predicted = useView((s) => s.run !== null);
  const setCompare = useView((s) => s.setCompare);
  const value = compare.kind === 'none' || compare.kind === 'prediction' || compare.kind === 'runs' ? compare.kind : 'version';
  return (
    <div className="choice-row">
      <span className="label">Compare</span>
      <Segmented
        label="Compare the mask"
        value={value}
        options={[
          { value: 'none', title: 'off', tip: `No comparison (${keysOf('compare.end') ?? 'Esc'})` },
          { value: 'version', title: 'before', tip: `With the mask as it was opened (${keysOf('compare.before') ?? 'Y'})` },
          ...((predicted && value !== 'runs') || value === 'prediction'
            ? [
                {
                  value: 'prediction' as const,
                  title: 'prediction',
                  tip: `With the prediction above the threshold (${keysOf('compare.prediction') ?? 'Shift Y'})`,
                },
              ]
            : []),
          ...(value === 'runs' ? [{ value: 'runs' as const, title: 'runs', tip: 'Two runs are compared' }] : []),
        ]}
        onChange={(next) =>
          next === 'none'
            ? setCompare(NOTHING_COMPARED)
            : next !== 'runs' && runCommand(next === 'version' ? 'compare.before' : 'compare.prediction')
        }
      />
    </div>
  );
}

/** Brightness, contrast and gamma: of the picture alone, and never of what is exported or trained on. */
function PictureLook() {
  const { brightness, contrast, gamma } = useViewOf('brightness', 'contrast', 'gamma');
  const changed = brightness !== 0 || contrast !== 0 || gamma !== 1;
  const [open, setOpen] = useState(changed);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <>
      <button type="button" className="disclosure" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} aria-hidden />
        Brightness, contrast, gamma
        {changed && <em>adjusted</em>}
      </button>
      {open && <PictureSliders />}
    </>
  );
}

function PictureSliders() {
  const { brightness, contrast, gamma } = useViewOf('brightness', 'contrast', 'gamma');
  const { adjust } = useView.getState();
  const changed = brightness !== 0 || contrast !== 0 || gamma !== 1;
  return (
    <>
      <SliderRow
        label="Brightness"
        value={brightness}
        min={-ADJUST.brightness}
        max={ADJUST.brightness}
        step={1}
        unit=""
        onChange={(next) => adjust({ brightness: next })}
      />
      <SliderRow
        label="Contrast"
        value={contrast}
        min={-ADJUST.contrast}
        max={ADJUST.contrast}
        step={1}
        unit=""
        onChange={(next) => adjust({ contrast: next })}
      />
      <SliderRow
        label="Gamma"
        value={gamma}
        {...ADJUST.gamma}
        step={0.01}
        digits={2}
        unit=""
        scale={GAMMA}
        onChange={(next) => adjust({ gamma: next })}
      />
      <div className="row picture-look">
        <Button
          small
          keys={keysOf('picture.auto')}
          tip="Brightness and contrast that suit this picture"
          onClick={() => runCommand('picture.auto')}
        >
          Auto
        </Button>
        <Button small disabled={!changed} tip="The picture as its file has it" onClick={() => runCommand('picture.reset')}>
          Reset
        </Button>
        <span className="dim">picture only, this session</span>
      </div>
    </>
  );
}

/** Equal ways are equal ratios: 1 lies in the middle. */
const WAY = Math.log(ADJUST.gamma.max / ADJUST.gamma.min);
const GAMMA = {
  to: (gamma: number): number => Math.log(gamma / ADJUST.gamma.min) / WAY,
  from: (at: number): number => ADJUST.gamma.min * Math.exp(at * WAY),
};
