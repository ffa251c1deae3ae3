// The palette: which class the brush paints. Digits choose.
import { IGNORE, OTHER, ROAD, type LabelClass } from '../../shared/domain';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { Section } from './Section';

/** Road, other and ignore are in every project, with these keys. */
const BUILT_IN: readonly LabelClass[] = [
  { id: ROAD, name: 'road', colour: '#35c9f0', key: 1 },
  { id: OTHER, name: 'other', colour: '#6a727d', key: 2 },
  { id: IGNORE, name: 'ignore', colour: '#b4b8be', key: 0 },
];
const NONE: readonly LabelClass[] = [];

export function paletteOf(classes: readonly LabelClass[]): LabelClass[] {
  const own = classes.filter((one) => !BUILT_IN.some((known) => known.id === one.id));
  const builtIn = BUILT_IN.map((known) => classes.find((one) => one.id === known.id) ?? known);
  return [...builtIn.slice(0, 2), ...own, ...builtIn.slice(2)];
}

const swatch = (id: number): string => (id === IGNORE ? 'swatch ignore' : id === OTHER ? 'swatch other' : 'swatch');

export function Classes() {
  const classes = useSession((s) => s.project?.classes ?? NONE);
  const chosen = useView((s) => s.paintClass);
  const choose = useView((s) => s.setPaintClass);
  const palette = paletteOf(classes);
  return (
    <Section title="Class">
      <div className={palette.length > 3 ? 'classes many' : 'classes'} role="radiogroup" aria-label="Class that the brush paints">
        {palette.map((one) => (
          <button
            key={one.id}
            type="button"
            role="radio"
            aria-checked={one.id === chosen}
            className="class"
            onClick={() => choose(one.id)}
            title={`Label id ${one.id}`}
          >
            <i className={swatch(one.id)} style={one.id === IGNORE || one.id === OTHER ? undefined : { background: one.colour }} />
            <span className="cut">{one.name}</span>
            {one.key !== null && <kbd>{one.key}</kbd>}
          </button>
        ))}
      </div>
    </Section>
  );
}
