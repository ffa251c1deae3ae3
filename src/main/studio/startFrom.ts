// Starting a run from another one's weights: chosen, checked against the new net, and copied, so that the new run never needs the old one again.
import { constants } from 'node:fs';
import { access, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunId } from '../../shared/domain';
import { refuse } from '../../shared/result';
import type { RunConfig } from '../../shared/training/config';
import { runFolder } from '../project/paths';
import type { Project } from '../project/project';
import { needRun } from './need';
import { checkpointFile, chooseEpoch } from './predict';
import type { WeightsOf } from './studio';

export interface Start {
  /** The checkpoint whose weights they are. */
  readonly file: string;
  /** 'starts from unet 3, epoch 12' */
  readonly origin: string;
  /** Whose it is. */
  readonly run: RunId;
  readonly epoch: number;
}

/** What two nets must share for the weights of one to fit the other. */
const SHAPE = ['net', 'base', 'head', 'batchNorm', 'deepSupervision'] as const;

/** Refuses where the other run's net has other weights, and says in what it differs. */
export function chooseStart(project: Project, config: RunConfig, from: WeightsOf): Start {
  const other = needRun(project, from.run);
  const epoch = chooseEpoch(project, other, from.epoch);
  // U-Net++ has no head to choose.
  const differs = SHAPE.filter((key) => config[key] !== other.config[key] && !(key === 'head' && config.net === 'unetpp'));
  if (differs.length > 0) {
    const words = differs.map((key) => `${key} ${config[key]} instead of ${other.config[key]}`).join(', ');
    refuse(
      'bad-input',
      `The run cannot start from the weights of '${other.name}': its net is another one (${words}).`,
      'Give both the same net.',
    );
  }
  return { file: checkpointFile(project, other, epoch), origin: `${STARTS_FROM}${other.name}, epoch ${epoch}`, run: other.id, epoch };
}

/** A run's net and input size: what a run that starts from it has too, unless something else is asked for. */
export function netOf(project: Project, run: RunId): Pick<RunConfig, (typeof SHAPE)[number] | 'depth' | 'width' | 'height'> {
  const { net, base, head, batchNorm, deepSupervision, depth, width, height } = needRun(project, run).config;
  return { net, base, head, batchNorm, deepSupervision, depth, width, height };
}

const STARTS_FROM = 'starts from ';
const startFile = (project: Project, run: RunId): string => join(runFolder(project.folder, run), 'start.safetensors');

export async function keepStart(project: Project, run: RunId, start: Start): Promise<void> {
  await mkdir(runFolder(project.folder, run), { recursive: true });
  await copyFile(start.file, startFile(project, run), constants.COPYFILE_FICLONE);
}

/** The weights that the run began with, where they were another run's; a run that has to begin anew needs them again. */
export async function startOf(project: Project, run: RunId): Promise<string | null> {
  const file = startFile(project, run);
  const { origin, name } = needRun(project, run);
  if (!origin.startsWith(STARTS_FROM)) return null;
  await access(file).catch(() =>
    refuse('not-found', `The weights that run '${name}' started from are not at ${file} any more.`, 'Start a new run.'),
  );
  return file;
}
