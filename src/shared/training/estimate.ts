// How long a run will take, by how long runs alike have taken.
import type { RunSummary } from '../contract/runs';
import type { RunConfig } from './config';

/** What decides how long an epoch takes. */
const ALIKE = ['net', 'base', 'width', 'height', 'batchNorm', 'precision'] as const;

/** Seconds that a run of this config would take, from the newest run of the same net (`runs` newest first); null when there is none. */
export function expectedTime(runs: readonly RunSummary[], config: RunConfig): { readonly seconds: number; readonly run: string } | null {
  const like = runs.find(
    ({ config: other, epochs: done, seconds }) => done > 0 && seconds > 0 && ALIKE.every((key) => other[key] === config[key]),
  );
  if (!like || !(config.epochs > 0)) return null;
  const most = config.timeBudget > 0 ? config.timeBudget * 60 : Infinity;
  return { seconds: Math.min((like.seconds / like.epochs) * config.epochs, most), run: like.name };
}

/** Of several runs together; `known` of them have a run alike. */
export function expectedTimes(
  runs: readonly RunSummary[],
  configs: readonly RunConfig[],
): { readonly seconds: number; readonly known: number } {
  const times = configs.flatMap((config) => expectedTime(runs, config)?.seconds ?? []);
  return { seconds: times.reduce((sum, seconds) => sum + seconds, 0), known: times.length };
}
