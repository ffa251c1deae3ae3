// One training step as tensor operations: loss, clipped gradients, new moving statistics. Run as it is by the eager stepper, recorded by the graph one.
import type { RunConfig } from '../../../shared/training/config';
import type { NetDescription, Parameter } from '../../../shared/nets/layers';
import { forward, type Weights } from '../nets/tensorLayers';
import { MOMENTUM } from '../tensorflow/batchNorm';
import { tensorflow, type Scalar, type Tensor, type Tensor1D, type Tensor4D } from '../tensorflow/runtime';
import { lossOf, type LossSettings } from './loss';

export type StepSettings = LossSettings & Pick<RunConfig, 'clipNorm'>;

/** Where a graph of lower precision goes back to float32; the identity in an eager step. */
export interface Boundaries {
  /** Between logits and loss. */
  logits(x: Tensor4D): Tensor4D;
  /** Before gradients are squared and summed. */
  gradient(x: Tensor): Tensor;
}
export const NO_BOUNDARIES: Boundaries = { logits: (x) => x, gradient: (x) => x };

export interface StepResult {
  readonly loss: Scalar;
  /** By name of the trainable parameter. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** New values of the moving statistics. */
  readonly statistics: ReadonlyMap<string, Tensor>;
}

/** Inside a tidy. @param images [n, height, width, 3], 0..1; @param targets [n, height, width, 1], see loss.ts; @param dropoutSeed int32 [2] */
export function trainingStep(
  net: NetDescription,
  parameters: readonly Parameter[],
  weights: Weights,
  batch: { readonly images: Tensor4D; readonly targets: Tensor4D; readonly dropoutSeed: Tensor1D },
  settings: StepSettings,
  boundaries: Boundaries = NO_BOUNDARIES,
): StepResult {
  const tf = tensorflow();
  const names = parameters.filter(({ trainable }) => trainable).map(({ name }) => name);
  const statistics = new Map<string, Tensor>();
  const compute = (...trained: Tensor[]): Scalar => {
    const named = new Map([...weights, ...names.map((name, i) => [name, trained[i]!] as const)]);
    const heads = forward(net, named, batch.images, { dropoutSeed: batch.dropoutSeed, statistics });
    return lossOf(heads.map(boundaries.logits), batch.targets, settings);
  };
  const { value: loss, grads } = tf.valueAndGrads(compute)(names.map((name) => weights.get(name)!));
  const gradients = settings.clipNorm > 0 ? clipped(grads.map(boundaries.gradient), settings.clipNorm) : grads;
  const moved = [...statistics].map(([name, value]) => {
    const next = tf.add(tf.mul(weights.get(name)!, MOMENTUM), tf.mul(value, 1 - MOMENTUM));
    value.dispose();
    return [name, next] as const;
  });
  return { loss, gradients: new Map(names.map((name, i) => [name, gradients[i]!])), statistics: new Map(moved) };
}

/** All shortened alike where their common Euclidean norm is above `limit` (Pascanu et al. 2013, algorithm 1). */
function clipped(gradients: readonly Tensor[], limit: number): Tensor[] {
  const tf = tensorflow();
  const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
  const factor = tf.div(limit, tf.maximum(norm, limit));
  return gradients.map((gradient) => tf.mul(gradient, factor));
}
