// Which classes may be painted over: all, or only those that are chosen; every tool leaves the others as they are.
import type { LabelClass } from '../../shared/domain';
import { paletteOf } from '../../shared/labels/palette';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { keysOf } from '../ui/keys';
import { Tip } from '../ui/Tip';

const NONE: readonly LabelClass[] = [];

export function PaintOver() {
  const classes = paletteOf(useSession((s) => s.project?.classes ?? NONE));
  const over = useView((s) => s.paintOver);
  const toggle = useView((s) => s.togglePaintOver);
  const set = useView((s) => s.set);
  return (
    <div className="paint-over" role="group" aria-label="Paint over">
      <span className="label">Paint over</span>
      <Tip words="Every class may be painted over">
        <button type="button" className="chip" aria-pressed={over === null} onClick={() => set({ paintOver: null })}>
          all
        </button>
      </Tip>
      {classes.map(({ id, name, key }) => (
        <Tip
          key={id}
          words={
            over?.has(id) ? `${name} may be painted over; click to leave it as it is` : `Paint over ${name}, and leave what is not chosen`
          }
          keys={key === null ? undefined : keysOf(`over.${key}`)}
        >
          <button type="button" className="chip" aria-pressed={over?.has(id) ?? false} onClick={() => toggle(id)}>
            <span className="cut">{name}</span>
          </button>
        </Tip>
      ))}
    </div>
  );
}
