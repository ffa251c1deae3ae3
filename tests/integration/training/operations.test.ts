// Our own operations against plain tfjs and against their definitions.
import { beforeAll, describe, expect, it } from 'vitest';
import { normaliseBy, normaliseByBatch } from '../../../src/main/engine/tensorflow/batchNorm';
import { convolution, upConvolution } from '../../../src/main/engine/tensorflow/convolution';
import { dropout } from '../../../src/main/engine/tensorflow/dropout';
import {
  loadTensorFlow,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  type Tf,
} from '../../../src/main/engine/tensorflow/runtime';
import { Variable } from '../../../src/main/engine/tensorflow/variable';
import { lossOf } from '../../../src/main/engine/training/loss';

const crossEntropy = (logits: Tensor4D, targets: Tensor4D) => lossOf([logits], targets, { loss: 'bce', roadWeight: 1 });
let tf: Tf;
beforeAll(async () => void (tf = await loadTensorFlow()));

const data = (tensor: Tensor): number[] => [...(tensor.dataSync() as Float32Array)];
function expectClose(a: Tensor, b: Tensor, tolerance = 1e-5) {
  expect(a.shape).toEqual(b.shape);
  const [x, y] = [data(a), data(b)];
  const scale = Math.max(1, ...y.map(Math.abs));
  expect(Math.max(...x.map((value, i) => Math.abs(value - y[i]!))) / scale).toBeLessThan(tolerance);
}

describe('convolution + bias + activation', () => {
  for (const activation of ['relu', 'linear'] as const) {
    it(`has tfjs's values and gradients (${activation})`, () => {
      const x = tf.randomNormal<Rank.R4>([2, 9, 7, 5], 0, 1, 'float32', 1);
      const kernel = tf.randomNormal<Rank.R4>([3, 3, 5, 6], 0, 1, 'float32', 2);
      const bias = tf.randomNormal<Rank.R1>([6], 0, 1, 'float32', 3);
      const weight = tf.randomNormal([2, 9, 7, 6], 0, 1, 'float32', 4);
      const plain = (x: Tensor, kernel: Tensor, bias: Tensor) => {
        const z = tf.add(tf.conv2d(x as Tensor4D, kernel as Tensor4D, 1, 'same'), bias);
        return tf.sum<Scalar>(tf.mul(activation === 'relu' ? tf.relu(z) : z, weight));
      };
      const ours = (x: Tensor, kernel: Tensor, bias: Tensor) =>
        tf.sum<Scalar>(tf.mul(convolution(x as Tensor4D, kernel as Tensor4D, bias as Tensor1D, activation, 'features'), weight));
      const wanted = tf.valueAndGrads(plain)([x, kernel, bias]);
      const got = tf.valueAndGrads(ours)([x, kernel, bias]);
      expectClose(got.value, wanted.value);
      got.grads.forEach((gradient, i) => expectClose(gradient, wanted.grads[i]!));

      const ofImage = (kernel: Tensor, bias: Tensor) =>
        tf.sum<Scalar>(tf.mul(convolution(x, kernel as Tensor4D, bias as Tensor1D, activation, 'image'), weight));
      tf.valueAndGrads(ofImage)([kernel, bias]).grads.forEach((gradient, i) => expectClose(gradient, wanted.grads[i + 1]!));
    });
  }
});

describe('up-sampling and convolution in one', () => {
  for (const [activation, withBias] of [
    ['relu', true],
    ['linear', false],
  ] as const) {
    it(`has the values and gradients of the two in a row (${activation}${withBias ? '' : ', no bias'})`, () => {
      const x = tf.randomNormal<Rank.R4>([2, 5, 3, 4], 0, 1, 'float32', 1);
      const kernel = tf.randomNormal<Rank.R4>([3, 3, 4, 6], 0, 1, 'float32', 2);
      const bias = tf.randomNormal<Rank.R1>([6], 0, 1, 'float32', 3);
      const weight = tf.randomNormal([2, 10, 6, 6], 0, 1, 'float32', 4);
      const plain = (x: Tensor, kernel: Tensor, bias?: Tensor) => {
        const up = tf.image.resizeNearestNeighbor(x as Tensor4D, [10, 6]);
        const z = tf.add(tf.conv2d(up, kernel as Tensor4D, 1, 'same'), bias ?? 0);
        return tf.sum<Scalar>(tf.mul(activation === 'relu' ? tf.relu(z) : z, weight));
      };
      const ours = (x: Tensor, kernel: Tensor, bias?: Tensor) =>
        tf.sum<Scalar>(tf.mul(upConvolution(x as Tensor4D, kernel as Tensor4D, (bias as Tensor1D) ?? null, activation), weight));
      const inputs = [x, kernel, ...(withBias ? [bias] : [])];
      const [wanted, got] = [tf.valueAndGrads(plain)(inputs), tf.valueAndGrads(ours)(inputs)];
      expectClose(got.value, wanted.value);
      got.grads.forEach((gradient, i) => expectClose(gradient, wanted.grads[i]!));
    });
  }
});

describe('batch normalisation', () => {
  const [n, h, w, c] = [3, 5, 4, 6] as const;
  const given = () => ({
    x: tf.randomNormal<Rank.R4>([n, h, w, c], 2, 3, 'float32', 1),
    scale: tf.randomNormal<Rank.R1>([c], 1, 0.3, 'float32', 2),
    offset: tf.randomNormal<Rank.R1>([c], 0, 1, 'float32', 3),
  });
  const byHand = (x: Tensor, scale: Tensor, offset: Tensor) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5))), scale), offset);
  };

  it('has the values and the gradients of its formula, and tells the statistics of the batch', () => {
    const { x, scale, offset } = given();
    const weight = tf.randomNormal([n, h, w, c], 0, 1, 'float32', 4);
    const loss = (normalise: typeof byHand) => (x: Tensor, scale: Tensor, offset: Tensor) =>
      tf.sum<Scalar>(tf.mul(normalise(x, scale, offset), weight));
    const statistics: { mean: Tensor; variance: Tensor }[] = [];
    const ours = (x: Tensor, scale: Tensor, offset: Tensor) => {
      const { y, mean, variance } = normaliseByBatch(x as Tensor4D, scale as Tensor1D, offset as Tensor1D);
      statistics.push({ mean, variance });
      return y;
    };
    const wanted = tf.valueAndGrads(loss(byHand))([x, scale, offset]);
    const got = tf.valueAndGrads(loss(ours))([x, scale, offset]);
    expectClose(got.value, wanted.value);
    got.grads.forEach((gradient, i) => expectClose(gradient, wanted.grads[i]!, 1e-4));
    const moments = tf.moments(x, [0, 1, 2]);
    expectClose(statistics[0]!.mean, moments.mean);
    // Unbiased: over one value less.
    expectClose(statistics[0]!.variance, tf.mul(moments.variance, (n * h * w) / (n * h * w - 1)));
  });

  it('predicts with moving statistics', () => {
    const { x, scale, offset } = given();
    const [mean, variance] = [tf.fill<Rank.R1>([c], 0.5), tf.fill<Rank.R1>([c], 4)];
    const wanted = tf.add(tf.mul(tf.div(tf.sub(x, 0.5), Math.sqrt(4 + 1e-5)), scale), offset);
    expectClose(normaliseBy(x, scale, offset, mean, variance), wanted);
  });
});

describe('dropout', () => {
  const seed = (stream: number, step: number) => tf.tensor1d([stream, step], 'int32');
  const ones = () => tf.ones<Rank.R4>([4, 20, 20, 16]);

  it('drops the share asked for, and keeps the mean', () => {
    for (const rate of [0.1, 0.5, 0.9]) {
      const values = data(dropout(ones(), rate, seed(1, 1)));
      const dropped = values.filter((value) => value === 0).length / values.length;
      expect(Math.abs(dropped - rate)).toBeLessThan(0.02);
      expect(values.every((value) => value === 0 || Math.abs(value - 1 / (1 - rate)) < 1e-5)).toBe(true);
    }
  });

  it('is the same for the same seed and step, and another in every step and stream', () => {
    const drawn = (stream: number, step: number) => data(dropout(ones(), 0.5, seed(stream, step))).join();
    expect(drawn(1, 7)).toBe(drawn(1, 7));
    expect(new Set([drawn(1, 7), drawn(1, 8), drawn(2, 7), drawn(-5, 7)]).size).toBe(4);
  });

  it('lets the gradient pass exactly where values passed', () => {
    const x = ones();
    const y = dropout(x, 0.5, seed(3, 3));
    expect(data(tf.grad((x) => dropout(x as Tensor4D, 0.5, seed(3, 3)))(x))).toEqual(data(y));
  });
});

describe('cross-entropy from logits', () => {
  const loss = (z: number[], y: number[]) =>
    crossEntropy(tf.tensor4d(z, [1, 1, z.length, 1]), tf.tensor4d(y, [1, 1, y.length, 1])).dataSync()[0]!;
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

  it('is the mean of -log of the probability that the truth was given, over known pixels alone', () => {
    const [z, y] = [
      [0.3, -2, 4, 1],
      [1, 0, 1, 2],
    ];
    const wanted = -(Math.log(sigmoid(0.3)) + Math.log(1 - sigmoid(-2)) + Math.log(sigmoid(4))) / 3;
    expect(loss(z, y)).toBeCloseTo(wanted, 6);
    expect(loss([...z.slice(0, 3), -50], y)).toBeCloseTo(wanted, 6);
  });

  it('is finite for any logit, and 0 where everything is ignored', () => {
    expect(loss([1000, -1000], [0, 1])).toBe(1000);
    expect(loss([1000, -1000], [1, 0])).toBe(0);
    expect(loss([5, 5], [2, 2])).toBe(0);
  });

  it('has the gradient (p - y) / known, and none for ignored pixels', () => {
    const z = tf.tensor4d([0.3, -2, 9], [1, 1, 3, 1]);
    const y = tf.tensor4d([1, 0, 2], [1, 1, 3, 1]);
    const gradient = data(tf.grad((z) => crossEntropy(z as Tensor4D, y))(z));
    expect(gradient[0]).toBeCloseTo((sigmoid(0.3) - 1) / 2, 6);
    expect(gradient[1]).toBeCloseTo(sigmoid(-2) / 2, 6);
    expect(gradient[2]).toBe(0);
  });
});

describe('the other losses', () => {
  const heads = [
    [0.3, -2, 4, 1],
    [-1, 0.5, 2, 3],
  ];
  const [y, known] = [
    [1, 0, 1, 2],
    [0, 1, 2],
  ];
  const targets = () => tf.tensor4d(y, [1, 1, 4, 1]);
  const of = (loss: 'bce' | 'bce-dice' | 'focal', roadWeight = 1, which = [0]) =>
    lossOf(
      which.map((k) => tf.tensor4d(heads[k]!, [1, 1, 4, 1])),
      targets(),
      { loss, roadWeight },
    ).dataSync()[0]!;
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const p = (i: number) => sigmoid(heads[0]![i]!);
  const truth = (i: number) => (y[i] === 1 ? p(i) : 1 - p(i));
  const mean = (f: (i: number) => number, weight = (_i: number) => 1) =>
    known.reduce((sum, i) => sum + weight(i) * f(i), 0) / known.reduce((sum, i) => sum + weight(i), 0);
  const entropy = (i: number) => -Math.log(truth(i));

  it('count a road pixel as often as its weight says', () => {
    expect(of('bce', 3)).toBeCloseTo(
      mean(entropy, (i) => (y[i] === 1 ? 3 : 1)),
      6,
    );
  });

  it('focal: (1 - p)^2 of the truth before each cross-entropy', () => {
    expect(of('focal')).toBeCloseTo(
      mean((i) => (1 - truth(i)) ** 2 * entropy(i)),
      6,
    );
  });

  it('Dice: one minus the soft overlap is added', () => {
    const [both, sum] = [p(0) + p(2), p(0) + p(1) + p(2) + 2];
    expect(of('bce-dice')).toBeCloseTo(mean(entropy) + 1 - (2 * both + 1) / (sum + 1), 6);
  });

  it('several heads: the mean of their losses', () => {
    expect(of('bce', 1, [0, 1])).toBeCloseTo((of('bce', 1, [0]) + of('bce', 1, [1])) / 2, 6);
  });

  it('are numbers with a gradient for any logit', () => {
    for (const loss of ['focal', 'bce-dice'] as const) {
      const z = tf.tensor4d([1000, -1000, 0], [1, 1, 3, 1]);
      const gradient = data(tf.grad((z) => lossOf([z as Tensor4D], tf.tensor4d([0, 1, 1], [1, 1, 3, 1]), { loss, roadWeight: 1 }))(z));
      expect(gradient.every(Number.isFinite), loss).toBe(true);
    }
  });
});

describe('a variable', () => {
  it('keeps what was written, whatever happens to the array afterwards', () => {
    const variable = new Variable([2, 2]);
    const values = Float32Array.of(1, 2, 3, 4);
    variable.write(values);
    values.fill(9);
    expect([...variable.read()]).toEqual([1, 2, 3, 4]);
    expect(() => variable.write(new Float32Array(3))).toThrow(/3 values/);
    variable.dispose();
  });

  it('is updated as Adam says', () => {
    const [value, m, v] = [new Variable([2]), new Variable([2]), new Variable([2])];
    value.write(Float32Array.of(1, -1));
    m.write(Float32Array.of(0.1, 0));
    v.write(Float32Array.of(0.2, 0));
    const t = 3;
    const scalar = (x: number) => tf.scalar(x);
    const scalars = {
      beta1Power: scalar(0.9 ** t),
      beta2Power: scalar(0.999 ** t),
      learningRate: scalar(0.01),
      beta1: scalar(0.9),
      beta2: scalar(0.999),
      epsilon: scalar(1e-7),
    };
    value.applyAdam({ m, v }, scalars, tf.tensor1d([0.5, -2]));
    const step = (m: number, v: number) => (0.01 * (Math.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t)) * m) / (Math.sqrt(v) + 1e-7);
    const m1 = [0.9 * 0.1 + 0.1 * 0.5, 0.1 * -2];
    const v1 = [0.999 * 0.2 + 0.001 * 0.25, 0.001 * 4];
    [m, v, value].forEach((variable, i) => {
      const wanted = [m1, v1, [1 - step(m1[0]!, v1[0]!), -1 - step(m1[1]!, v1[1]!)]][i]!;
      variable.read().forEach((got, j) => expect(got).toBeCloseTo(wanted[j]!, 6));
    });
    for (const variable of [value, m, v]) variable.dispose();
  });
});
