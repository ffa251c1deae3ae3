// Dropout drawn by TensorFlow's counter-based generator: the same seed gives the same mask, whatever ran before.
import { FLOAT, INT32, rawOp, typeAttribute } from './rawOp';
import type { Tensor1D, Tensor4D } from './runtime';
import { tensorflow } from './runtime';

/**
 * Zeroes values with chance `rate` and scales the others by 1 / (1 - rate).
 * @param seed int32 [2]: (stream, step). Drawn with Philox 4x32 (Salmon et al. 2011), on CPU and GPU alike.
 */
export function dropout(x: Tensor4D, rate: number, seed: Tensor1D): Tensor4D {
  const tf = tensorflow();
  const mask = tf.tidy(() => {
    const uniform = rawOp<Tensor4D>(
      'StatelessRandomUniform',
      [typeAttribute('dtype', FLOAT), typeAttribute('T', INT32), typeAttribute('Tseed', INT32)],
      [tf.tensor1d(x.shape, 'int32'), seed],
    );
    return tf.mul<Tensor4D>(tf.cast(tf.greaterEqual(uniform, rate), 'float32'), 1 / (1 - rate));
  });
  return tf.mul(x, mask);
}
