// A TensorFlow resource variable: its memory is updated in place, and never travels through JavaScript during a step.
import { FLOAT, boolAttribute, rawEffect, rawOp, shapeAttribute, stringAttribute, typeAttribute } from './rawOp';
import type { Tensor } from './runtime';
import { tensorflow } from './runtime';

let made = 0;

export class Variable {
  private readonly handle: Tensor;

  /** Without a value until the first `write`. */
  constructor(readonly shape: readonly number[]) {
    const name = `roadbrush-${process.pid}-${made++}`;
    this.handle = tensorflow().keep(
      rawOp(
        'VarHandleOp',
        [
          typeAttribute('dtype', FLOAT),
          shapeAttribute('shape', [...shape]),
          stringAttribute('shared_name', name),
          stringAttribute('container', ''),
        ],
        [],
      ),
    );
  }

  get size(): number {
    return this.shape.reduce((product, side) => product * side, 1);
  }

  /** The value as a tensor that shares the variable's memory: dispose of it before an update, or the update has to copy. */
  tensor(): Tensor {
    return rawOp('ReadVariableOp', [typeAttribute('dtype', FLOAT)], [this.handle]);
  }

  read(): Float32Array {
    return tensorflow().tidy(() => this.tensor().dataSync() as Float32Array);
  }

  /** @param values float32 [product of shape], copied. */
  write(values: Float32Array): void {
    if (values.length !== this.size) throw new Error(`A variable of shape [${this.shape.join(', ')}] was given ${values.length} values.`);
    // The slice: tfjs-node would otherwise keep using the caller's memory.
    tensorflow().tidy(() => this.assign(tensorflow().tensor(values.slice(), [...this.shape], 'float32')));
  }

  /** @param value float32 of this shape */
  assign(value: Tensor): void {
    rawEffect('AssignVariableOp', [typeAttribute('dtype', FLOAT)], [this.handle, value]);
  }

  /** Goes the given share of the way to another variable's value. */
  approach(other: Variable, share: number): void {
    const tf = tensorflow();
    tf.tidy(() => {
      const delta = tf.mul(tf.sub(this.tensor(), other.tensor()), share);
      rawEffect('AssignSubVariableOp', [typeAttribute('dtype', FLOAT)], [this.handle, delta]);
    });
  }

  /**
   * One update of Adam (Kingma & Ba 2015, algorithm 1, in the form of section 2's last paragraph, as TensorFlow and Keras compute it).
   * `beta1Power` and `beta2Power` are beta^t of this step, counted from 1.
   */
  applyAdam(slots: { m: Variable; v: Variable }, scalars: AdamScalars, gradient: Tensor): void {
    rawEffect(
      'ResourceApplyAdam',
      [typeAttribute('T', FLOAT), boolAttribute('use_locking', false), boolAttribute('use_nesterov', false)],
      [
        this.handle,
        slots.m.handle,
        slots.v.handle,
        scalars.beta1Power,
        scalars.beta2Power,
        scalars.learningRate,
        scalars.beta1,
        scalars.beta2,
        scalars.epsilon,
        gradient,
      ],
    );
  }

  dispose(): void {
    rawEffect('DestroyResourceOp', [boolAttribute('ignore_lookup_error', true)], [this.handle]);
    this.handle.dispose();
  }
}

export interface AdamScalars {
  readonly beta1Power: Tensor;
  readonly beta2Power: Tensor;
  readonly learningRate: Tensor;
  readonly beta1: Tensor;
  readonly beta2: Tensor;
  readonly epsilon: Tensor;
}
