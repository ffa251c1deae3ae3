// Export: what the file shall hold at the left; at the right a still of it, and what has been exported.
import { Clapperboard, Images, Shapes } from 'lucide-react';
import { JobLine } from '../shell/Jobs';
import { PANEL, prefer, Preferences, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { useViewOf } from '../state/view';
import { numberOf } from '../../shared/training/values';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Resizer } from '../ui/Resizer';
import { Segmented } from '../ui/Segmented';
import { FramePicker } from './FramePicker';
import { framesBetween, lengthWords, readExport, readMasks, sizesDiffer, type ExportContext } from './form';
import { LookFields } from './LookFields';
import { MasksFields } from './MasksFields';
import { Preview } from './Preview';
import { startExport, useExporting } from './state';
import '../training/training.css';
import './exporting.css';

const set = useExporting.setState;
const USUAL = Preferences.parse({}).form;

/** What the form's request follows from besides its own values. */
function useContextOf(): ExportContext {
  const frames = useSession((s) => s.frames);
  return { frames, ...useViewOf('run', 'epoch', 'threshold', 'maskOpacity', 'predictionOpacity', 'outlineOnly', 'post', 'temporal') };
}

function Form() {
  const values = useExporting();
  const frames = useSession((s) => s.frames);
  const context = useContextOf();
  const { problems, request } = readExport(values, context);
  const chosen = framesBetween(frames, values.from, values.to);
  const [from, to] = [chosen[0]?.id, chosen.at(-1)?.id];
  const video = values.kind === 'video';
  const masks = values.kind === 'masks';
  const asMasks = readMasks(chosen, values.masksOf === 'prediction' ? { run: context.run } : null);
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
              { value: 'video', title: 'Video', tip: 'An MP4, WebM or GIF of the frames with what is laid over them' },
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
        {masks ? <MasksFields /> : <LookFields problems={problems} />}
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
  const values = useExporting();
  const context = useContextOf();
  const { from, to, kind } = values;
  // Of an export of masks the preview shows what is written: the masks alone.
  const shown =
    kind === 'masks'
      ? {
          ...values,
          show: values.masksOf === 'masks' ? ('mask' as const) : ('prediction' as const),
          panels: null,
          readout: false,
          strip: false,
          title: '',
          width: '',
        }
      : values;
  return (
    <div className="export-view" style={{ gridTemplateColumns: `${width}px minmax(0, 1fr)` }}>
      <aside className="run-form">
        <Form />
        <Resizer label="Width of the form" value={width} {...PANEL.form} usual={USUAL} panel="left" onChange={(form) => prefer({ form })} />
      </aside>
      <div className="export-main">
        <Preview frames={framesBetween(context.frames, from, to)} request={readExport(shown, context).request} video={kind === 'video'} />
        <Made />
      </div>
    </div>
  );
}
