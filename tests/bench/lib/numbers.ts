// What every bench shares: how often it repeats, medians, and Markdown tables on standard output.

/** A whole number from the environment. */
export const fromEnvironment = (name: string, usual: number): number => {
  const given = Number(process.env[name] ?? usual);
  if (!Number.isInteger(given) || given < 1) throw new Error(`${name} must be a whole number above 0.`);
  return given;
};
/** Rounds, in each of which every contender is measured once. */
export const ROUNDS = fromEnvironment('ROADBRUSH_BENCH_ROUNDS', 3);
/** Timed steps of a contender in a round, after two to warm up. */
export const STEPS = fromEnvironment('ROADBRUSH_BENCH_STEPS', 10);

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

export const markdown = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const seconds = (value: number): string => `${value.toFixed(3)} s`;
export const ratio = (a: number | undefined, b: number | undefined): string =>
  a === undefined || b === undefined ? 'not run' : (a / b).toFixed(2);

/** The value that the share `p` (0..1) of all do not exceed: the nearest rank. */
export const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))]!;
};
export const ms = (value: number): string => value.toFixed(1);
