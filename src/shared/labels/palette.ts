// A project's classes: what a palette must hold, which of them are built in, and small edits of it. Pure: window, studio and command line use it.
import { IGNORE, OTHER, ROAD, type LabelClass } from '../domain';

/** Road, other and ignore are in every project. Their names, colours and digits may be changed, their ids never; none of them can be removed. */
export const BUILT_IN: readonly LabelClass[] = [
  { id: ROAD, name: 'road', colour: '#35c9f0', key: 1 },
  { id: OTHER, name: 'other', colour: '#6a727d', key: 2 },
  { id: IGNORE, name: 'ignore', colour: '#b4b8be', key: 0 },
];
export const isBuiltIn = (id: number): boolean => BUILT_IN.some((known) => known.id === id);

/** The classes in the order of lists: road and other first, ignore last, the project's own between them as they come. */
export function paletteOf(classes: readonly LabelClass[]): LabelClass[] {
  const own = classes.filter((one) => !isBuiltIn(one.id));
  const builtIn = BUILT_IN.map((known) => classes.find((one) => one.id === known.id) ?? known);
  return [...builtIn.slice(0, 2), ...own, ...builtIn.slice(2)];
}

/** What is wrong with a list of classes, one sentence; null when it may be kept. Built-in classes that are left out come back by `paletteOf`. */
export function paletteProblem(classes: readonly LabelClass[]): string | null {
  const names = new Map<string, LabelClass>();
  const ids = new Set<number>();
  const keys = new Map<number, LabelClass>();
  for (const one of classes) {
    const name = one.name.trim();
    if (name === '') return `Class ${one.id} has no name.`;
    if (ids.has(one.id)) return `Two classes have the id ${one.id}: every class needs an id of its own.`;
    const same = names.get(name.toLowerCase());
    if (same) return `Two classes are called '${name}' (ids ${same.id} and ${one.id}).`;
    const holder = one.key === null ? undefined : keys.get(one.key);
    if (holder) return `The digit ${one.key} is on both '${holder.name}' and '${name}'.`;
    ids.add(one.id);
    names.set(name.toLowerCase(), one);
    if (one.key !== null) keys.set(one.key, one);
  }
  return null;
}

/** The lowest id that no class has; null when all 256 are taken. */
export function freeId(classes: readonly LabelClass[]): number | null {
  const taken = new Set([...BUILT_IN, ...classes].map(({ id }) => id));
  for (let id = 1; id < IGNORE; id++) if (!taken.has(id)) return id;
  return null;
}

/** The first digit of 1 ... 9 that no class has; null when all are taken. */
export function freeKey(classes: readonly LabelClass[]): number | null {
  for (let key = 1; key <= 9; key++) if (!classes.some((one) => one.key === key)) return key;
  return null;
}

/** Colours that stay apart from each other, from the mask's blue and from the prediction's amber on a dark picture. */
const COLOURS = ['#e45a84', '#8fd14f', '#a67bf0', '#e8734a', '#4fd1b3', '#c9d04a', '#6f8cff', '#d36fd6', '#b98a5b', '#9ab7c7'];
export const freeColour = (classes: readonly LabelClass[]): string =>
  COLOURS.find((colour) => !classes.some((one) => one.colour === colour)) ?? COLOURS[classes.length % COLOURS.length]!;

/** One more class: the lowest free id and digit, 'class 3' until it is named; null when every id is taken. */
export function withNewClass(before: readonly LabelClass[]): LabelClass[] | null {
  const classes = paletteOf(before);
  const id = freeId(classes);
  if (id === null) return null;
  const names = new Set(classes.map(({ name }) => name.toLowerCase()));
  let name = `class ${id}`;
  for (let n = 2; names.has(name); n++) name = `class ${id} (${n})`;
  return paletteOf([...classes, { id, name, colour: freeColour(classes), key: freeKey(classes) }]);
}

/** `id` with other values; a digit that another class had is taken from it. */
export function withClass(classes: readonly LabelClass[], id: number, values: Partial<Omit<LabelClass, 'id'>>): LabelClass[] {
  return classes.map((one) => {
    if (one.id === id) return { ...one, ...values };
    return values.key !== undefined && values.key !== null && one.key === values.key ? { ...one, key: null } : one;
  });
}

/** The classes with those of a preset that they lack by id; names and digits that are taken already stay with whoever has them. */
export function withPreset(classes: readonly LabelClass[], preset: readonly Pick<LabelClass, 'id' | 'name' | 'colour'>[]): LabelClass[] {
  let all = paletteOf(classes);
  for (const { id, name, colour } of preset) {
    if (all.some((one) => one.id === id)) continue;
    const taken = all.some((one) => one.name.toLowerCase() === name.toLowerCase());
    all = [...all, { id, name: taken ? `${name} (${id})` : name, colour, key: freeKey(all) }];
  }
  return paletteOf(all);
}
