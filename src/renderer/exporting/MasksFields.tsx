// An export of masks: in which format, with a line on what each is and which tools read it, and of which classes.
import { FORMATS } from '../../shared/labels/formats';
import { IGNORE, OTHER } from '../../shared/domain';
import { useSession } from '../state/session';
import { Check } from '../ui/Check';
import { Field } from '../ui/Field';
import { Segmented } from '../ui/Segmented';
import { Prediction } from './LookFields';
import { FEWER_POINTS, shapesOf, type ShapesWanted } from './form';
import { useExporting } from './state';

const set = useExporting.setState;
const WRITTEN = FORMATS.filter(({ writes }) => writes);

function Formats() {
  const format = useExporting((s) => s.format);
  const choose = (by: number): void => {
    const at = WRITTEN.findIndex(({ name }) => name === format);
    set({ format: WRITTEN[(at + by + WRITTEN.length) % WRITTEN.length]!.name });
  };
  return (
    <div
      className="formats"
      role="radiogroup"
      aria-label="Format"
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        choose(by);
        const at = (event.currentTarget as HTMLElement).querySelectorAll('button');
        at[(WRITTEN.findIndex(({ name }) => name === format) + by + WRITTEN.length) % WRITTEN.length]?.focus();
      }}
    >
      {WRITTEN.map((one) => (
        <button
          key={one.name}
          type="button"
          role="radio"
          className="format"
          aria-checked={format === one.name}
          tabIndex={format === one.name ? 0 : -1}
          title={`${one.about}. Read by ${one.readBy}.`}
          onClick={() => set({ format: one.name })}
        >
          <span className="name">{one.title}</span>
          <span className="cut dim">{one.about}</span>
        </button>
      ))}
    </div>
  );
}

const SHAPES: readonly { readonly value: ShapesWanted; readonly title: string; readonly tip: string }[] = [
  { value: 'masks', title: 'Masks', tip: 'Every pixel, as run lengths: exact and small.' },
  { value: 'polygons', title: 'Polygons', tip: 'Outlines along the edges of the pixels: exact.' },
  {
    value: 'fewer-points',
    title: 'Simpler',
    tip: `Polygons to edit by hand: up to ${FEWER_POINTS} px off, with about a ninth of the points.`,
  },
];
const FEWER = `Outlines may be up to ${FEWER_POINTS} px off.`;

export function MasksFields() {
  const format = useExporting((s) => s.format);
  const without = useExporting((s) => s.without);
  const classes = useSession((s) => s.project?.classes);
  const wanted = useExporting((s) => s.shapes);
  const shapes = shapesOf(format, wanted);
  const words = FORMATS.find(({ name }) => name === format)!;
  const offered = (classes ?? []).filter(({ id }) => id !== OTHER && id !== IGNORE);
  const toggle = (id: number, wanted: boolean): void => {
    const next = new Set(without);
    if (wanted) next.delete(id);
    else next.add(id);
    set({ without: next });
  };
  const masksOf = useExporting((s) => s.masksOf);
  const keepIgnore = useExporting((s) => s.keepIgnore);
  return (
    <>
      <Field label="Masks">
        <Segmented
          label="Masks"
          value={masksOf}
          options={[
            { value: 'masks', title: 'as they are', tip: 'The current masks' },
            { value: 'prediction', title: 'as predicted', tip: 'What a run predicts: road and other' },
          ]}
          onChange={(value) => set({ masksOf: value })}
        />
      </Field>
      {masksOf === 'prediction' && (
        <>
          <Prediction problem={undefined} />
          <Check checked={keepIgnore} onChange={(value) => set({ keepIgnore: value })}>
            Pixels that the masks ignore stay ignored
          </Check>
        </>
      )}
      <Formats />
      <div className="format-said" role="status">
        <p>{words.about}.</p>
        <p className="dim">Read by {words.readBy}.</p>
        <p className="dim">
          {shapes?.value === 'fewer-points' ? FEWER : words.loses === '' ? 'Comes back exactly as it is here.' : words.loses}
        </p>
      </div>
      {shapes && (
        <Field label="Shapes">
          <Segmented
            label="Shapes"
            value={shapes.value}
            options={SHAPES.filter(({ value }) => words.shapes.includes(value === 'fewer-points' ? 'polygons' : value))}
            onChange={(value) => set({ shapes: value })}
          />
        </Field>
      )}
      {words.manyClasses && offered.length > 1 && masksOf === 'masks' && (
        <Field label="Classes" hint="Pixels of a class that is left out become other. Ignore stays.">
          <div className="class-checks">
            {offered.map(({ id, name, colour }) => (
              <Check key={id} checked={!without.has(id)} onChange={(wanted) => toggle(id, wanted)}>
                <i className="swatch" style={{ background: colour }} />
                {name}
              </Check>
            ))}
          </div>
        </Field>
      )}
    </>
  );
}
