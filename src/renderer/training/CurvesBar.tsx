// Above the charts: what lies along their axis, and how much the curves are smoothed.
import { prefer, usePreferences } from '../state/preferences';
import { Segmented } from '../ui/Segmented';
import { Slider } from '../ui/Slider';

const AXES = [
  { value: 'epoch', title: 'Epoch', tip: 'By epochs: how far each has come' },
  { value: 'step', title: 'Step', tip: 'By training steps: runs of other batches take another number of them an epoch' },
  { value: 'time', title: 'Time', tip: 'By the time that the run’s epochs took' },
] as const;

export function CurvesBar({ said }: { said: string }) {
  const curves = usePreferences((s) => s.curves);
  const { axis, smoothing } = curves;
  return (
    <div className="curves-bar">
      <h3>Curves</h3>
      <span className="dim grow cut" title={said}>
        {said}
      </span>
      <label
        className="smoothing"
        title="An exponential moving average, as TensorBoard's slider makes it: the weight of what came before. The faint line is what was measured."
      >
        <span className="dim">Smoothing</span>
        <Slider
          label="Smoothing of the curves"
          value={smoothing}
          max={0.99}
          step={0.01}
          words={smoothing === 0 ? 'off' : smoothing.toFixed(2)}
          onChange={(next) => prefer({ curves: { ...curves, smoothing: next } })}
        />
        <span className="num">{smoothing === 0 ? 'off' : smoothing.toFixed(2)}</span>
      </label>
      <Segmented label="Along the axis" value={axis} options={AXES} onChange={(next) => prefer({ curves: { ...curves, axis: next } })} />
    </div>
  );
}
