// Numbers and tables for people.
export const three = (value: number | null): string => (value === null ? '-' : value.toFixed(3));

/** Columns lined up; numbers (all cells but the header look like one) to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const right = header.map((_, column) => rows.every((row) => /^[\d.,:/%-]*$/.test(row[column] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)];
}

export function bytes(count: number): string {
  const [unit, size] = count >= 1e9 ? ['GB', 1e9] : count >= 1e6 ? ['MB', 1e6] : ['kB', 1e3];
  return `${(count / (size as number)).toFixed(1)} ${unit}`;
}

/** A word of a command that a person may copy: quoted where a shell needs it. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
