// What exported pictures look like: their views, what lies over them how strongly, and the words around them.
import { VIDEO_KINDS, VIDEO_WORDS, type Panel } from '../../shared/overlay/pictureStyle';
import { temporalWords } from '../../shared/prediction/temporal';
import { score } from '../format';
import { SliderRow } from '../inspector/SliderRow';
import { RunChooser } from '../shell/RunChooser';
import { useScores } from '../state/session';
import { useView, useViewOf } from '../state/view';
import { Check } from '../ui/Check';
import { Field, TextInput } from '../ui/Field';
import { Segmented } from '../ui/Segmented';
import { viewsOf, type ReadExport } from './form';
import { useExporting } from './state';

const set = useExporting.setState;

const VIEWS: readonly { readonly panel: Panel; readonly title: string; readonly tip: string }[] = [
  { panel: 'source', title: 'source', tip: 'The bare picture' },
  { panel: 'mask', title: 'mask', tip: 'The picture with its mask' },
  { panel: 'prediction', title: 'prediction', tip: 'The picture with what the run predicts' },
  { panel: 'both', title: 'both', tip: 'Mask and prediction over each other, as on the canvas' },
  { panel: 'difference', title: 'difference', tip: 'Only where mask and prediction differ' },
];
const FIRST: readonly Panel[] = ['source', 'mask', 'prediction', 'difference'];

/** Several views: a click adds one at the end, or takes it away. Their numbers say the order. */
function Panels({ panels, problem }: { panels: readonly Panel[]; problem: string | undefined }) {
  const arrange = useExporting((s) => s.arrange);
  const toggle = (panel: Panel): void =>
    set({ panels: panels.includes(panel) ? panels.filter((one) => one !== panel) : [...panels, panel] });
  return (
    <>
      <Field label="Views" problem={problem} hint="In the order of their numbers: click one away and back to move it to the end.">
        <div className="panel-chips" role="group" aria-label="Views">
          {VIEWS.map(({ panel, title, tip }) => {
            const at = panels.indexOf(panel);
            return (
              <button key={panel} type="button" aria-pressed={at >= 0} title={tip} onClick={() => toggle(panel)}>
                <i>{at >= 0 ? at + 1 : ''}</i>
                {title}
              </button>
            );
          })}
        </div>
      </Field>
      <Field label="Arranged">
        <Segmented
          label="Arranged"
          value={arrange}
          options={[
            { value: 'fit', title: 'fit', tip: 'Whatever comes nearest to the shape of a screen' },
            { value: 'grid', title: 'grid', tip: 'Two by two' },
            { value: 'row', title: 'row', tip: 'Side by side' },
            { value: 'column', title: 'column', tip: 'One above the other' },
          ]}
          onChange={(next) => set({ arrange: next })}
        />
      </Field>
    </>
  );
}

function Shown({ problems }: { problems: ReadExport['problems'] }) {
  const show = useExporting((s) => s.show);
  const panels = useExporting((s) => s.panels);
  return (
    <>
      <Field label="Show">
        <Segmented
          label="Show"
          value={panels ? 'panels' : show}
          options={[
            { value: 'mask', title: 'mask', tip: 'The picture with its mask' },
            { value: 'prediction', title: 'prediction', tip: 'The picture with what the run predicts' },
            { value: 'both', title: 'both', tip: 'Mask and prediction over each other, as on the canvas' },
            { value: 'panels', title: 'panels', tip: 'Several views of each frame' },
          ]}
          onChange={(next) => set(next === 'panels' ? { panels: FIRST } : { show: next, panels: null })}
        />
      </Field>
      {panels && <Panels panels={panels} problem={problems.panels} />}
    </>
  );
}

export function Prediction({ problem }: { problem: string | undefined }) {
  const { run, epoch, threshold, temporal } = useViewOf('run', 'epoch', 'threshold', 'temporal');
  const setThreshold = useView((s) => s.setThreshold);
  const scores = useScores(run, epoch);
  const mean = scores?.heldOut.meanIoU;
  const scored =
    mean === null || mean === undefined ? [] : [`Held-out mean IoU ${score(mean)} at ${scores!.heldOut.threshold.toFixed(2)}.`];
  const treated = temporal && run !== null ? [`Written ${temporalWords(temporal)}, as on the canvas.`] : [];
  const said = [...scored, ...treated].join(' ') || undefined;
  return (
    <>
      <Field label="Prediction" problem={problem} hint={said}>
        <RunChooser />
      </Field>
      <SliderRow
        label="Threshold"
        value={threshold}
        min={0}
        max={1}
        step={0.01}
        unit=""
        digits={2}
        disabled={run === null}
        onChange={setThreshold}
      />
    </>
  );
}

/** The canvas's own opacities: what is changed here is changed there. */
function Opacities({ mask, prediction }: { mask: boolean; prediction: boolean }) {
  const { maskOpacity, predictionOpacity, outlineOnly } = useViewOf('maskOpacity', 'predictionOpacity', 'outlineOnly');
  const borders = useExporting((s) => s.borders);
  const { setMaskOpacity, setPredictionOpacity } = useView.getState();
  const row = (label: string, value: number, change: (opacity: number) => void) => (
    <SliderRow
      label={label}
      value={Math.round(value * 100)}
      min={0}
      max={100}
      step={1}
      unit=" %"
      onChange={(percent) => change(percent / 100)}
    />
  );
  return (
    <>
      {mask && row('Mask', maskOpacity, setMaskOpacity)}
      {prediction && row('Prediction', predictionOpacity, setPredictionOpacity)}
      <Field label="Drawn">
        <Segmented
          label="Drawn"
          value={borders ?? (outlineOnly ? 'only' : 'with')}
          options={[
            { value: 'with', title: 'filled, outlined', tip: 'As on the canvas' },
            { value: 'only', title: 'outlined', tip: 'Outlines only' },
            { value: 'none', title: 'filled', tip: 'Without outlines' },
          ]}
          onChange={(next) => set({ borders: next })}
        />
      </Field>
    </>
  );
}

function Words({ problem, video }: { problem: string | undefined; video: boolean }) {
  const { title, titleAs, readout, strip } = useExporting();
  return (
    <>
      <Check checked={readout} onChange={(next) => set({ readout: next })}>
        Read-out: name, set, IoU, run and threshold
      </Check>
      <Check checked={strip} onChange={(next) => set({ strip: next })}>
        Curve: the IoU of every frame, and where one is
      </Check>
      <Field label="Title" problem={problem}>
        <TextInput value={title} placeholder="none" onChange={(next) => set({ title: next })} />
      </Field>
      {video && title.trim() !== '' && (
        <Field label="Title as">
          <Segmented
            label="Title as"
            value={titleAs}
            options={[
              { value: 'line', title: 'line', tip: 'A line above every frame' },
              { value: 'card', title: 'card', tip: 'A card of its own before the first frame, for a second and a half' },
            ]}
            onChange={(next) => set({ titleAs: next })}
          />
        </Field>
      )}
    </>
  );
}

export function LookFields({ problems }: { problems: ReadExport['problems'] }) {
  const values = useExporting();
  const video = values.kind === 'video';
  const views = viewsOf(values);
  const has = (...wanted: Panel[]): boolean => views.some((view) => wanted.includes(view));
  return (
    <>
      {video && (
        <>
          <Field label="File" hint={`${VIDEO_WORDS[values.as].about}.`}>
            <Segmented
              label="File"
              value={values.as}
              options={VIDEO_KINDS.map((kind) => ({ value: kind, title: VIDEO_WORDS[kind].title, tip: VIDEO_WORDS[kind].about }))}
              onChange={(as) => set({ as })}
            />
          </Field>
          <Field label="Frame rate" problem={problems.fps}>
            <TextInput value={values.fps} unit="frames a second" inputMode="decimal" onChange={(fps) => set({ fps })} />
          </Field>
        </>
      )}
      <Shown problems={problems} />
      {(has('prediction', 'both', 'difference') || values.strip) && <Prediction problem={problems.run} />}
      <Opacities mask={has('mask', 'both', 'difference')} prediction={has('prediction', 'both')} />
      <Words problem={problems.title} video={video} />
      <Field label="Width" problem={problems.width}>
        <TextInput
          value={values.width}
          placeholder="as the frames"
          unit="px at most"
          inputMode="numeric"
          onChange={(width) => set({ width })}
        />
      </Field>
    </>
  );
}
