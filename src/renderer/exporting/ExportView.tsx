// Export: what the file shall hold at the left; at the right a still of it, and what has been exported.
import { Clapperboard, Images, Shapes } from 'lucide-react';
import { score } from '../format';
import { RunChooser } from '../shell/RunChooser';
import { JobLine } from '../shell/Jobs';
import { PANEL, prefer, Preferences, usePreferences } from '../state/preferences';
import { useScores, useSession } from '../state/session';
import { useView, useViewOf } from '../state/view';
import { numberOf } from '../../shared/training/values';
import { Button } from '../ui/Button';
import { Check } from '../ui/Check';
import { Field, TextInput } from '../ui/Field';
import { Resizer } from '../ui/Resizer';
import { Segmented } from '../ui/Segmented';
import { SliderRow } from '../inspector/SliderRow';
import { FramePicker } from './FramePicker';
import { framesBetween, lengthWords, readExport, readMasks, sizesDiffer, type ReadExport } from './form';
import { MasksFields } from './MasksFields';
import { Preview } from './Preview';
import { startExport, useExporting } from './state';
import '../training/training.css';
import './exporting.css';

const set = useExporting.setState;
const USUAL = Preferences.parse({}).form;

function Prediction({ problem }: { problem: string | undefined }) {
  const run = useView((s) => s.run);
  const epoch = useView((s) => s.epoch);
  const threshold = useView((s) => s.threshold);
  const setThreshold = useView((s) => s.setThreshold);
  const scores = useScores(run, epoch);
  const said =
    scores?.heldOut.meanIoU === null || !scores
      ? undefined
      : `Held-out mean IoU ${score(scores.heldOut.meanIoU)} at ${scores.heldOut.threshold.toFixed(2)}.`;
  return (
    <>
      <Field label="Prediction" hint={problem ?? said}>
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

function OverlayFields({ problems }: { problems: ReadExport['problems'] }) {
  const values = useExporting();
  const video = values.kind === 'video';
  return (
    <>
      <Field label="Show">
        <Segmented
          label="Show"
          value={values.show}
          options={[
            { value: 'mask', title: 'mask' },
            { value: 'prediction', title: 'prediction' },
            { value: 'both', title: 'both' },
          ]}
          onChange={(show) => set({ show })}
        />
      </Field>
      {values.show !== 'mask' && <Prediction problem={problems.run} />}
      <SliderRow
        label="Opacity"
        value={Math.round(values.alpha * 100)}
        min={0}
        max={100}
        step={1}
        unit=" %"
        onChange={(percent) => set({ alpha: percent / 100 })}
      />
      {video && (
        <Field label="Frame rate" problem={problems.fps}>
          <TextInput value={values.fps} unit="frames a second" inputMode="decimal" onChange={(fps) => set({ fps })} />
        </Field>
      )}
      <Check checked={values.readout} onChange={(readout) => set({ readout })}>
        Read-out: name, set, IoU, run and threshold
      </Check>
    </>
  );
}

function Form() {
  const values = useExporting();
  const frames = useSession((s) => s.frames);
  const { run, epoch, threshold } = useViewOf('run', 'epoch', 'threshold');
  const { problems, request } = readExport(values, { frames, run, epoch, threshold });
  const chosen = framesBetween(frames, values.from, values.to);
  const [from, to] = [chosen[0]?.id, chosen.at(-1)?.id];
  const video = values.kind === 'video';
  const masks = values.kind === 'masks';
  const asMasks = readMasks(chosen);
  const hint = chosen.length === 0 ? undefined : video ? lengthWords(chosen.length, numberOf(values.fps)) : `${chosen.length} pictures`;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void startExport();
      }}
    >
      <div className="fields">
        <h3>Export</h3>
        <Field label="As">
          <Segmented
            label="As"
            value={values.kind}
            options={[
              { value: 'video', title: 'Video', tip: 'An MP4 of the frames with what is laid over them' },
              { value: 'overlays', title: 'Pictures', tip: 'A PNG of every frame with what is laid over it' },
              { value: 'masks', title: 'Masks', tip: 'The masks themselves, for other programs' },
            ]}
            onChange={(kind) => set({ kind })}
          />
        </Field>
        <Field label="Frames" hint={masks ? (asMasks.problem ?? asMasks.said) : (problems.range ?? problems.mask ?? hint)}>
          <div className="range">
            <FramePicker label="from" value={from} onChange={(id) => set({ from: id, to: to ?? null })} />
            <FramePicker label="to" value={to} onChange={(id) => set({ to: id, from: from ?? null })} />
            {(values.from !== null || values.to !== null) && chosen.length < frames.length && (
              <button type="button" className="link" onClick={() => set({ from: null, to: null })}>
                All {frames.length} frames
              </button>
            )}
          </div>
        </Field>
        {masks ? <MasksFields /> : <OverlayFields problems={problems} />}
        {video && sizesDiffer(chosen) && (
          <p className="dim sizes">The frames differ in size: all are fitted into one picture, none is cut.</p>
        )}
      </div>
      <div className="start">
        <Button type="submit" look="primary" wide disabled={(masks ? asMasks.problem !== undefined : !request) || values.starting}>
          {video ? <Clapperboard size={14} /> : masks ? <Shapes size={14} /> : <Images size={14} />}
          {values.starting ? 'Choosing where…' : video ? 'Export video…' : masks ? 'Export masks…' : 'Export pictures…'}
        </Button>
      </div>
    </form>
  );
}

function Made() {
  const jobs = useSession((s) => s.jobs);
  const exports = jobs.filter((job) => ['export-video', 'export-overlays', 'export-masks'].includes(job.kind));
  if (exports.length === 0) return null;
  return (
    <section className="made" aria-label="Exports">
      {exports.slice(0, 6).map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </section>
  );
}

export function ExportView() {
  const width = usePreferences((s) => s.form);
  const frames = useSession((s) => s.frames);
  const values = useExporting();
  const { run, epoch, threshold } = useViewOf('run', 'epoch', 'threshold');
  const { from, to, alpha } = values;
  const masks = values.kind === 'masks';
  const show = masks ? 'mask' : values.show;
  const readout = values.readout && !masks;
  return (
    <div className="export-view" style={{ gridTemplateColumns: `${width}px minmax(0, 1fr)` }}>
      <aside className="run-form">
        <Form />
        <Resizer label="Width of the form" value={width} {...PANEL.form} usual={USUAL} panel="left" onChange={(form) => prefer({ form })} />
      </aside>
      <div className="export-main">
        <Preview
          frames={framesBetween(frames, from, to)}
          style={{ run: show === 'mask' ? null : run, epoch, show, alpha, threshold, readout }}
        />
        <Made />
      </div>
    </div>
  );
}
