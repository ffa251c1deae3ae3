// Which classes a file is written with: the palette's, in its order, and whatever else the label maps hold.
import type { WrittenClass } from './annotated';

export class WrittenClasses {
  readonly #list: WrittenClass[];
  readonly #indexOf = new Map<number, number>();

  constructor(classes: readonly WrittenClass[]) {
    this.#list = classes.filter(({ id }) => id !== 0);
    this.#list.forEach(({ id }, index) => this.#indexOf.set(id, index));
  }

  /** Place of the label's class in the list; a label without one gets 'label_<id>' at the end. */
  index(label: number): number {
    const known = this.#indexOf.get(label);
    if (known !== undefined) return known;
    this.#indexOf.set(label, this.#list.length);
    return this.#list.push({ id: label, name: `label_${label}`, colour: '#808080' }) - 1;
  }

  name(label: number): string {
    return this.#list[this.index(label)]!.name;
  }

  all(): readonly WrittenClass[] {
    return this.#list;
  }
}
