// Which label id a class of a source becomes, and which classes the project gets by an import.
import { IGNORE, OTHER, type LabelClass } from '../../shared/domain';
import { CITYSCAPES, cityscapesNamed } from '../../shared/labels/cityscapes';
import { freeColour, withPreset } from '../../shared/labels/palette';
import { labelNamed } from '../formats/annotated';
import type { SourceClass } from '../formats';

/** Words that other tools have for what is 0 and 255 here. */
const BACKGROUND = new Set(['background', '_background_', '__background__', 'other', 'unlabeled', 'unlabelled', 'not road', 'none']);
const VOID = new Set(['ignore', '__ignore__', 'void', 'out of roi', "don't care", 'dontcare', 'unknown']);

/** Cityscapes has the ids below; a class that nobody knows gets one from here on. */
const FIRST_OWN = CITYSCAPES.length;

export class ImportClasses {
  private readonly made = new Map<string, number>();
  private readonly used = new Set<number>();

  /** `adding` false: the palette stays, and names that neither the project nor Cityscapes has are unknown. */
  constructor(
    private readonly palette: readonly LabelClass[],
    private readonly source: readonly SourceClass[],
    private readonly adding: boolean,
  ) {}

  /** The label id for a class's name; null when it is unknown (or no id is left). The project's names come first, then Cityscapes', then a new id. */
  idOf(name: string): number | null {
    const folded = name.trim().toLowerCase();
    const known = labelNamed(name, this.palette) ?? this.made.get(folded);
    if (known !== undefined && known !== null) return known;
    if (BACKGROUND.has(folded)) return OTHER;
    if (VOID.has(folded)) return IGNORE;
    const cityscapes = cityscapesNamed(name)?.id;
    const id = this.freeId(cityscapes);
    // Cityscapes' own labels may stay in the masks, whether the project shows them or not.
    if (!this.adding && id !== cityscapes) return null;
    if (id !== null) this.made.set(folded, id);
    return id;
  }

  /** Labels of a mask that is taken in. */
  note(labels: Iterable<number>): void {
    for (const label of labels) this.used.add(label);
  }

  /** The palette with the classes of the masks that were noted; null when it has them all, or none are to be added. */
  wanted(): LabelClass[] | null {
    const missing = [...this.used].filter((id) => !this.palette.some((one) => one.id === id)).sort((a, b) => a - b);
    if (!this.adding || missing.length === 0) return null;
    return missing.reduce<LabelClass[]>((all, id) => withPreset(all, [this.described(id, all)]), [...this.palette]);
  }

  private described(id: number, all: readonly LabelClass[]): Pick<LabelClass, 'id' | 'name' | 'colour'> {
    const own = this.source.find((one) => one.id === id);
    const made = [...this.made].find(([, given]) => given === id)?.[0];
    const named = made === undefined ? undefined : this.source.find((one) => one.name.trim().toLowerCase() === made);
    const cityscapes = CITYSCAPES[id];
    const name = (own?.name ?? named?.name ?? made ?? cityscapes?.name ?? `label ${id}`).trim().slice(0, 60);
    const colour = own?.colour ?? named?.colour ?? (made === undefined || cityscapes?.name === made ? cityscapes?.colour : undefined);
    // Black would not be seen on the picture.
    return { id, name, colour: colour === undefined || colour === '#000000' ? freeColour(all) : colour };
  }

  private freeId(wish: number | undefined): number | null {
    const taken = new Set([OTHER, IGNORE, ...this.palette.map(({ id }) => id), ...this.made.values()]);
    if (wish !== undefined && !taken.has(wish)) return wish;
    for (let id = FIRST_OWN; id < IGNORE; id++) if (!taken.has(id)) return id;
    return null;
  }
}
