// A checkpoint: everything a run needs to go on as if it had never stopped, in one safetensors file.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { refuse } from '../../../shared/result';
import type { RandomState } from '../../../shared/random';
import type { RunConfig } from '../../../shared/training/config';
import { NO_PROGRESS, type Progress } from '../../../shared/training/schedule';
import { parametersOf, sizeOf, type NetDescription, type Parameter } from '../../../shared/nets/layers';
import { trainableOf } from '../nets/weights';
import { NOTHING_SO_FAR, type EpochSoFar } from './losses';
import { readSafetensors, writeSafetensors, type NamedArray, type WrittenFile } from './safetensors';
import type { StepperState } from './stepper';

export interface RunPosition {
  /** Epochs finished. */
  readonly epoch: number;
  /** What the order and the augmentation of the epoch after them are drawn from. */
  readonly random: RandomState;
  /** What the scores of those epochs say. */
  readonly progress: Progress;
  /** Steps of the epoch after them that `state` has seen already: none, unless the run rested inside an epoch. */
  readonly soFar: EpochSoFar;
  readonly state: StepperState;
}

/** Weights lie under their own names, Adam's moments under these before them. */
const M = 'adam.m/';
const V = 'adam.v/';
/** And the moving average of the weights, of a run that keeps one. */
const AVERAGE = 'average/';
const FORMAT = 'roadbrush-checkpoint-1';

export const checkpointFile = (folder: string, epoch: number): string =>
  join(folder, `epoch-${String(epoch).padStart(4, '0')}.safetensors`);

export function writeCheckpoint(file: string, net: NetDescription, config: RunConfig, position: RunPosition): Promise<WrittenFile> {
  const { state } = position;
  const parameters = parametersOf(net);
  const part = (prefix: string, arrays: ReadonlyMap<string, Float32Array> | null): NamedArray[] =>
    parameters.flatMap(({ name, shape }) => {
      const data = arrays?.get(name);
      return data ? [{ name: prefix + name, shape, data }] : [];
    });
  const tensors = [...part('', state.weights), ...part(M, state.adamM), ...part(V, state.adamV), ...part(AVERAGE, state.averaged)];
  // Main records the SHA-256 of an epoch's file; one inside an epoch is nobody's but the engine's, and vouches for itself.
  const inside: Record<string, string> = position.soFar.steps > 0 ? { soFar: JSON.stringify(position.soFar), values: digest(tensors) } : {};
  return writeSafetensors(file, tensors, {
    format: FORMAT,
    epoch: String(position.epoch),
    steps: String(state.steps),
    random: JSON.stringify(position.random),
    progress: JSON.stringify(position.progress),
    ...inside,
    course: courseOf(config),
    config: JSON.stringify(config),
  });
}

/** The weights alone, as the first epoch's: to predict with and to start runs from, not to go on from. */
export function writeWeights(file: string, net: NetDescription, config: RunConfig, weights: StepperState['weights']): Promise<WrittenFile> {
  const tensors = parametersOf(net).map(({ name, shape }) => ({ name, shape, data: weights.get(name)! }));
  return writeSafetensors(file, tensors, { format: FORMAT, epoch: '1', config: JSON.stringify(config) });
}

/** Where to go on. Refuses a checkpoint of another net, or of a run with another course ('bad-input'). */
export async function readCheckpoint(file: string, net: NetDescription, config: RunConfig): Promise<RunPosition> {
  const { metadata, tensors } = await readSafetensors(file);
  checkFormat(file, metadata);
  if (metadata['course'] !== courseOf(config)) {
    refuse(
      'bad-input',
      `The checkpoint ${file} was made with other settings, so the run cannot go on from it.`,
      'Start a new run instead.',
    );
  }
  if (metadata['values'] !== undefined && metadata['values'] !== digest([...tensors.values()])) {
    refuse('damaged', `The checkpoint ${file} is damaged: its values are not those that were written.`, 'Resume from another epoch.');
  }
  return {
    epoch: Number(metadata['epoch']),
    random: JSON.parse(metadata['random'] ?? 'null') as RandomState,
    // Checkpoints from before there were schedules have none.
    progress: JSON.parse(metadata['progress'] ?? 'null') ?? NO_PROGRESS,
    soFar: JSON.parse(metadata['soFar'] ?? 'null') ?? NOTHING_SO_FAR,
    state: {
      steps: Number(metadata['steps']),
      weights: arraysOf(file, parametersOf(net), tensors),
      adamM: arraysOf(file, trainableOf(net), tensors, M),
      adamV: arraysOf(file, trainableOf(net), tensors, V),
      averaged: config.averaging > 0 ? arraysOf(file, parametersOf(net), tensors, AVERAGE) : null,
    },
  };
}

/**
 * What to predict with: the averaged weights where the run keeps them, else the weights. Adam's moments are not read.
 * @param net the whole net, or a pruned part of it: only its parameters are answered.
 */
export async function readWeights(file: string, net: NetDescription): Promise<Map<string, Float32Array>> {
  // Of weights that are averaged only the averages are read: half the bytes, for who waits for another epoch.
  const { metadata, tensors } = await readSafetensors(file, (name, has) =>
    name.includes('/') ? name.startsWith(AVERAGE) : !has(AVERAGE + name),
  );
  checkFormat(file, metadata);
  const parameters = parametersOf(net);
  return arraysOf(file, parameters, tensors, tensors.has(AVERAGE + parameters[0]?.name) ? AVERAGE : '');
}

function checkFormat(file: string, metadata: Readonly<Record<string, string>>): void {
  if (metadata['format'] !== FORMAT) {
    refuse('bad-input', `${file} is no checkpoint that this version of Roadbrush knows.`, 'Open it with the version that made it.');
  }
}

function arraysOf(
  file: string,
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, NamedArray>,
  prefix = '',
): Map<string, Float32Array> {
  return new Map(
    parameters.map((parameter) => {
      const tensor = tensors.get(prefix + parameter.name);
      if (!tensor || tensor.data.length !== sizeOf(parameter) || tensor.shape.join() !== parameter.shape.join()) {
        return refuse(
          'bad-input',
          `The checkpoint ${file} holds another net: ${prefix + parameter.name} does not fit.`,
          'Choose a checkpoint of this run.',
        );
      }
      return [parameter.name, tensor.data];
    }),
  );
}

/** SHA-256 of the values, hex. */
function digest(arrays: readonly NamedArray[]): string {
  const hash = createHash('sha256');
  for (const { data } of arrays) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest('hex');
}

/**
 * Stands for every setting that the losses depend on. What is kept may change on the way, and when the run ends, unless its schedule goes by that; how it
 * is scored may change unless the scores lower the learning rate.
 */
export function courseOf(config: RunConfig): string {
  const { preset: _preset, keepEvery: _keepEvery, patience: _patience, epochs, timeBudget, threshold, ...settings } = config;
  const course = {
    ...settings,
    ...(settings.schedule === 'cosine' ? { epochs, timeBudget } : {}),
    ...(settings.schedule === 'plateau' ? { threshold } : {}),
  };
  const sorted = (value: object): [string, unknown][] => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(sorted(course).map(([name, value]) => [name, value && typeof value === 'object' ? sorted(value) : value]));
  return createHash('sha256').update(text).digest('hex');
}
