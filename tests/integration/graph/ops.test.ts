// Every kind of operation that the nets use, in a recorded graph against eager tfjs: the same values and the same gradients.
import * as tf from '@tensorflow/tfjs-node-gpu';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeBackend } from '../../../src/main/engine/tensorflow/graph/backend';
import { recordFunction } from '../../../src/main/engine/tensorflow/graph/compile';
import { DT, type Endpoint } from '../../../src/main/engine/tensorflow/graph/messages';
import {
  STEP,
  groupsOf,
  stateOf,
  writeProgram,
  type ProgramVariable,
  type RecordedFunction,
} from '../../../src/main/engine/tensorflow/graph/program';
import type { Extent } from '../../../src/main/engine/tensorflow/graph/trace';
import { GraphSession, feedTo } from '../../../src/main/engine/tensorflow/graph/session';

const SIZE = 8;
const CHANNELS = 3;
const backend = () => tf.backend() as unknown as NodeBackend;
let folder: string;
beforeAll(async () => {
  await tf.ready();
  folder = mkdtempSync(join(tmpdir(), 'roadbrush-graph-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Build = (x: tf.Tensor4D, w: tf.Variable) => tf.Tensor;
const conv = (x: tf.Tensor4D, w: tf.Tensor) => tf.conv2d(x, w as tf.Tensor4D, 1, 'same');
/** name -> function of the picture [n,8,8,3] and a 3x3x3x3 kernel. */
const CASES: Record<string, Build> = {
  'convolution, same padding': (x, w) => conv(x, w),
  'convolution and ReLU': (x, w) => tf.relu(conv(x, w)),
  'max pooling': (x, w) => tf.maxPool(conv(x, w), 2, 2, 'valid'),
  'nearest up-sampling': (x, w) => tf.image.resizeNearestNeighbor(conv(x, w), [2 * SIZE, 2 * SIZE]),
  'bilinear up-sampling': (x, w) => tf.image.resizeBilinear(conv(x, w), [2 * SIZE, 2 * SIZE], false, true),
  concatenation: (x, w) => tf.concat([conv(x, w), tf.relu(conv(x, w))], 3),
  bias: (x, w) => tf.add(conv(x, w), w.flatten().slice([0], [CHANNELS])),
  sigmoid: (x, w) => tf.sigmoid(conv(x, w)),
  'softplus of the absolute value': (x, w) => tf.log1p(tf.exp(tf.neg(tf.abs(conv(x, w))))),
  'mean over the batch': (x, w) => tf.mean(conv(x, w), 0),
  'sums and quotients': (x, w) => tf.div(tf.sum(conv(x, w), [1, 2]), tf.add(tf.sum(tf.square(conv(x, w)), [1, 2]), 1)),
  'strided transposed convolution': (x, w) =>
    tf.conv2dTranspose(x, w as tf.Tensor as tf.Tensor4D, [x.shape[0], 2 * SIZE, 2 * SIZE, CHANNELS], 2, 'same'),
};

function graphOf(functions: readonly RecordedFunction[], variables: readonly ProgramVariable[], name: string) {
  const at = join(folder, name.replace(/\W/g, '-'));
  const binding = backend().binding;
  const options = {
    binding,
    variables,
    functions,
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    precision: 'float32' as const,
    lowFeeds: new Set<string>(),
    averaging: 0,
  };
  writeProgram(at, options);
  return new GraphSession(binding, at, stateOf(options));
}

describe('a recorded graph computes what eager tfjs computes', () => {
  const feeds = [{ name: 'x', dtype: DT.float, shape: ({ batch }: Extent) => [batch, SIZE, SIZE, CHANNELS] }];
  for (const [name, build] of Object.entries(CASES)) {
    it(`${name}: values and gradient, at a batch size that was never recorded`, () => {
      const w = tf.variable(tf.randomNormal([3, 3, 3, 3], 0, 0.3, 'float32', 11), true, `w ${name}`.replace(/\W/g, '_'));
      const loss = (x: tf.Tensor4D) => tf.sum(tf.mul(build(x, w), 0.01)) as tf.Scalar;
      const forward = recordFunction({
        tf,
        backend: backend(),
        name: 'forward',
        feeds,
        variables: [{ name: w.name, tensor: w }],
        batches: [5],
        body: ({ x }) => ({
          outputs: { y: build(x as tf.Tensor4D, w), g: tf.variableGrads(() => loss(x as tf.Tensor4D), [w]).grads[w.name] as tf.Tensor },
        }),
      });
      const variables = [{ name: w.name, shape: w.shape, trainable: true }];
      const session = graphOf([forward], variables, name);
      const zeros = new Float32Array(81);
      session.write((name) => (name === w.name ? (w.dataSync() as Float32Array) : name === STEP ? new Float32Array(1) : zeros));
      const x = tf.randomNormal([5, SIZE, SIZE, CHANNELS], 0, 1, 'float32', 12) as tf.Tensor4D;
      const input: Endpoint = { name: 'forward_5/x:0', dtype: DT.float, shape: x.shape };
      const [y, g] = session.run([feedTo(input, x.dataSync() as Float32Array)], ['forward_5/y:0', 'forward_5/g:0']);
      const wanted = build(x, w).dataSync();
      const gradient = (tf.variableGrads(() => loss(x), [w]).grads[w.name] as tf.Tensor).dataSync();
      expect(y).toHaveLength(wanted.length);
      expect(largestDifference(y as Float32Array, wanted as Float32Array)).toBeLessThan(2e-5);
      expect(largestDifference(g as Float32Array, gradient as Float32Array)).toBeLessThan(2e-5);
      expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-4);
      session.dispose();
    });
  }

  it('8-bit pixels are divided by 255 in the graph', () => {
    const w = tf.variable(tf.ones([1, 1, 3, 1]), true, 'unit');
    const forward = recordFunction({
      tf,
      backend: backend(),
      name: 'forward',
      variables: [{ name: w.name, tensor: w }],
      batches: [2],
      feeds: [{ name: 'x', dtype: DT.float, shape: ({ batch }: Extent) => [batch, 2, 2, 3], bytes: 'pixels' as const }],
      body: ({ x }) => ({ outputs: { y: tf.conv2d(x as tf.Tensor4D, w as tf.Tensor as tf.Tensor4D, 1, 'same') } }),
    });
    const session = graphOf([forward], [{ name: 'unit', shape: w.shape, trainable: false }], 'pixels');
    session.write((name) => (name === 'unit' ? Float32Array.of(1, 1, 1) : new Float32Array(1)));
    const pixels = Uint8Array.from({ length: 24 }, (_, k) => k * 10);
    const [y] = session.run([{ node: 'forward_2/x:0', dtype: DT.uint8, shape: [2, 2, 2, 3], values: pixels }], ['forward_2/y:0']);
    expect([...(y as Float32Array)].map((v) => Math.round(v * 255))).toEqual([30, 120, 210, 300, 390, 480, 570, 660]);
    session.dispose();
  });

  it('state is set and read in parts of some 16 MB, none of it left out', () => {
    const state = [5e6, 1, 5e6, 2, 3e6].map((size, k) => ({ name: `v${k}`, shape: [size] }));
    const groups = groupsOf(state);
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([['v0'], ['v1', 'v2'], ['v3', 'v4']]);
  });

  it('a feed of the wrong size is refused', () => {
    const w = tf.variable(tf.ones([1]), true, 'scale');
    const forward = recordFunction({
      tf,
      backend: backend(),
      name: 'f',
      variables: [{ name: w.name, tensor: w }],
      batches: [4],
      feeds: [{ name: 'x', dtype: DT.float, shape: ({ batch }: Extent) => [batch, 3] }],
      body: ({ x }) => ({ outputs: { y: tf.mul(x as tf.Tensor, w) } }),
    });
    const session = graphOf([forward], [{ name: 'scale', shape: [1], trainable: false }], 'wrong');
    expect(() => session.run([{ node: 'f_4/x:0', dtype: DT.float, shape: [4, 3], values: new Float32Array(3) }], ['f_4/y:0'])).toThrow(
      'wants [4, 3] = 12 values and got 3',
    );
    session.dispose();
  });

  it('reading a traced tensor on the host is refused while recording', () => {
    const w = tf.variable(tf.ones([1]), true, 'host');
    const body = ({ x }: Readonly<Record<string, tf.Tensor>>) => ({
      outputs: { y: tf.mul(x as tf.Tensor, (x as tf.Tensor).dataSync()[0] as number) },
    });
    expect(() =>
      recordFunction({
        tf,
        backend: backend(),
        name: 'h',
        variables: [{ name: w.name, tensor: w }],
        batches: [2],
        feeds: [{ name: 'x', dtype: DT.float, shape: ({ batch }: Extent) => [batch, 2] }],
        body,
      }),
    ).toThrow('read a feed on the host');
  });
});

function largestDifference(a: Float32Array, b: Float32Array): number {
  let most = 0;
  for (let k = 0; k < b.length; k++) most = Math.max(most, Math.abs((a[k] as number) - (b[k] as number)));
  return most;
}
