// A list of runs in an order and through a filter; window and command line alike. Pure.
import type { RunSummary } from '../contract/runs';
import { byName } from '../naturalOrder';
import { movedWords } from './moves';

/** What runs can be ordered by. */
export const RUN_KEYS = [
  ...([
    'made',
    'name',
    'net',
    'size',
    'preset',
    'device',
    'state',
    'mean',
    'pooled',
    'best',
    'epochs',
    'time',
    'masks',
    'tags',
    'note',
  ] as const),
];
export type RunKey = (typeof RUN_KEYS)[number];

export interface RunOrder {
  readonly by: RunKey;
  /** Greatest, newest or last by the alphabet first. */
  readonly down: boolean;
}
export const NEWEST_FIRST: RunOrder = { by: 'made', down: true };

/** Keys whose greatest values one looks for first. */
const GREATEST_FIRST: ReadonlySet<RunKey> = new Set(['made', 'mean', 'pooled', 'time', 'masks']);
/** The order that a first click on a heading gives; another click on the same turns it round. */
export const orderedBy = (before: RunOrder, by: RunKey): RunOrder =>
  before.by === by ? { by, down: !before.down } : { by, down: GREATEST_FIRST.has(by) };

export const netTitle = ({ config }: Pick<RunSummary, 'config'>): string =>
  `${config.net === 'unetpp' ? 'U-Net++' : 'U-Net'} ${config.base}`;

/** 'CPU' or 'GPU', and the precision where it is known: 'CPU bf16'; empty for weights trained elsewhere. */
export function deviceTitle({ device, precision }: Pick<RunSummary, 'device' | 'precision'>): string {
  const kind = /\((CPU|GPU)/.exec(device)?.[1] ?? '';
  return [kind, precision === 'bfloat16' ? 'bf16' : precision === 'float32' ? 'f32' : ''].filter(Boolean).join(' ');
}

const VALUES: Readonly<Record<RunKey, (run: RunSummary) => number | string | null>> = {
  made: (run) => run.id,
  name: (run) => run.name,
  net: (run) => `${run.config.net} ${String(run.config.base).padStart(4, '0')}`,
  size: (run) => run.config.width * run.config.height,
  preset: (run) => run.config.preset,
  device: (run) => deviceTitle(run) || null,
  state: (run) => run.state,
  mean: (run) => run.bestMeanIoU,
  pooled: (run) => run.bestPooledIoU,
  best: (run) => run.bestEpoch,
  epochs: (run) => run.epochs,
  time: (run) => run.seconds,
  masks: (run) => run.maskVersion,
  tags: (run) => run.tags.join(' ') || null,
  note: (run) => run.note || null,
};

/** A new list; what is not known stands last either way, equals newest first. */
export function sortRuns(runs: readonly RunSummary[], { by, down }: RunOrder): RunSummary[] {
  const value = VALUES[by];
  const turn = down ? -1 : 1;
  return [...runs].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return x === y ? b.id - a.id : x === null ? 1 : -1;
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : byName(String(x), String(y));
    return order * turn || b.id - a.id;
  });
}

/** Whether every word is found in what is said of the run; '#wide' is the tag 'wide' itself. Upper and lower case are the same. */
export function runMatches(run: RunSummary, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { config, tags } = run;
  const said = [
    run.name,
    netTitle(run),
    `${config.width}x${config.height}`,
    config.preset,
    run.device,
    run.state,
    run.origin,
    run.sweep,
    run.note,
  ]
    .concat(tags, run.moved > 0 ? movedWords(run.moves) : [])
    .join('\n')
    .toLowerCase();
  return words.every((word) =>
    word.startsWith('#') && word.length > 1 ? tags.some((tag) => tag.toLowerCase() === word.slice(1)) : said.includes(word),
  );
}

/** Every tag of these runs with how many have it, the most used first. */
export function tagCounts(runs: readonly Pick<RunSummary, 'tags'>[]): { readonly tag: string; readonly runs: number }[] {
  const counts = new Map<string, number>();
  for (const { tags } of runs) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([tag, n]) => ({ tag, runs: n })).sort((a, b) => b.runs - a.runs || byName(a.tag, b.tag));
}
