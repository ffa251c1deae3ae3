// Turns one trace into graph nodes, from its results backwards: only what they need is written, each in the precision that precision.ts chose.
import type { Binding } from './backend';
import { constantAt } from './constants';
import { DT, attr, filledTensor, node, tensor, type Attributes } from './messages';
import { FLOAT32_INPUTS, toBfloat16, typesOf, type Precision } from './precision';
import type { ConstantRef, Extent, OpAttribute, RecordedOp, Ref, Trace } from './trace';

/** Collects the nodes of a whole program; names are unique. */
export class NodeList {
  readonly nodes: Buffer[] = [];
  private readonly names = new Set<string>();

  add(name: string, op: string, inputs: readonly string[], attributes: Attributes): string {
    if (this.names.has(name)) throw new Error(`Two nodes of the graph are called ${name}.`);
    this.names.add(name);
    this.nodes.push(node(name, op, inputs, attributes));
    return name;
  }

  constant(name: string, dtype: number, shape: readonly number[], content: Buffer): string {
    return this.add(name, 'Const', [], { dtype: attr.type(dtype), value: attr.tensor(tensor(dtype, shape, content)) });
  }

  scalar(name: string, value: number): string {
    const content = Buffer.alloc(4);
    content.writeFloatLE(value);
    return this.constant(name, DT.float, [], content);
  }
}

export interface EmitOptions {
  readonly list: NodeList;
  readonly binding: Binding;
  /** Node name prefix, e.g. 'train16/'. */
  readonly prefix: string;
  /** Recordings of the function at several sizes; the first is what is written. */
  readonly traces: readonly Trace[];
  /** The size that it is written for. */
  readonly extent: Extent;
  readonly precision: Precision;
  /** Feeds that enter in the low precision (the picture). */
  readonly lowFeeds: ReadonlySet<string>;
  /** Graph names: of a variable's value, and of a feed as recorded (after the program's own normalisation). */
  readonly variable: (index: number) => string;
  readonly feed: (name: string) => string;
}

const isFloat = (dtype: number) => dtype === DT.float;

export class Emitter {
  private readonly memo = new Map<string, string>();
  private readonly trace: Trace;
  private readonly types;
  private casts = 0;

  constructor(private readonly options: EmitOptions) {
    this.trace = options.traces[0]!;
    this.types = typesOf(this.trace, options.precision, options.lowFeeds);
  }

  /** The graph name ('node' or 'node:slot') of a traced tensor in the float type `want`; other types are as recorded. */
  emit(ref: Ref, want: number): string {
    if (!isFloat(ref.dtype)) want = ref.dtype;
    if (ref.kind === 'feed') return this.cast(this.options.feed(ref.name), ref.dtype, want);
    if (ref.kind === 'variable') return this.cast(this.options.variable(ref.index), DT.float, want);
    if (ref.kind === 'constant') return this.constant(ref, want);
    const made = isFloat(ref.dtype) ? this.types.outputType(ref.op, ref.slot) : ref.dtype;
    const type = made === 0 ? want : made;
    const base = this.op(ref.op, this.types.computeType(ref.op) || (isFloat(ref.dtype) ? type : DT.float));
    return this.cast(ref.slot ? `${base}:${ref.slot}` : base, type, want);
  }

  private once(key: string, make: () => string): string {
    let name = this.memo.get(key);
    if (name === undefined) this.memo.set(key, (name = make()));
    return name;
  }

  private cast(source: string, from: number, to: number): string {
    if (from === to || from === DT.int32 || from === DT.bool) return source;
    const name = `${this.options.prefix}cast${this.casts}`;
    return this.once(`${source}>${to}`, () => {
      this.casts++;
      return this.options.list.add(name, 'Cast', [source], { SrcT: attr.type(from), DstT: attr.type(to) });
    });
  }

  private constant(recorded: ConstantRef, want: number): string {
    const { list, prefix, traces, extent } = this.options;
    return this.once(`constant ${recorded.index} ${want}`, () => {
      const ref = constantAt(recorded.index, traces, extent);
      const name = `${prefix}c${ref.index}_${want}`;
      const low = want === DT.bfloat16 ? toBfloat16(Float32Array.from(ref.data)) : null;
      if (ref.uniform && isFloat(ref.dtype)) {
        const value = low ? (low[0] as number) : (ref.data[0] as number);
        return list.add(name, 'Const', [], { dtype: attr.type(want), value: attr.tensor(filledTensor(want, ref.shape, value)) });
      }
      const values = low ?? (ref.uniform ? refill(ref) : ref.data);
      return list.constant(name, want, ref.shape, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    });
  }

  private op(op: RecordedOp, type: number): string {
    return this.once(`op ${op.index} ${type}`, () => {
      const { list, prefix, precision } = this.options;
      if (this.trace.boundaries.has(op)) {
        const from = precision === 'float32' ? DT.float : type === DT.bfloat16 ? DT.float : DT.bfloat16;
        return this.cast(this.emit(op.inputs[0] as Ref, from), from, type);
      }
      const fixed = FLOAT32_INPUTS[op.name] ?? [];
      const inputs = op.inputs.map((input, index) => this.emit(input, fixed.includes(index) ? DT.float : type));
      const name = `${prefix}n${op.index}_${op.name}_${type}`;
      const fused = fuse(op, type);
      if (fused) return list.add(name, fused.op, inputs.slice(0, fused.inputs), fused.attributes);
      const attributes = Object.fromEntries(op.attributes.map((each) => [each.name, this.attribute(each, type)]));
      return list.add(name, op.name, inputs, attributes);
    });
  }

  private attribute(attribute: OpAttribute, type: number): Buffer {
    const { TF_ATTR_TYPE, TF_ATTR_INT, TF_ATTR_FLOAT, TF_ATTR_BOOL, TF_ATTR_STRING, TF_ATTR_SHAPE } = this.options.binding;
    const { value, name } = attribute;
    switch (attribute.type) {
      case TF_ATTR_TYPE:
        return attr.type(value === DT.float && name !== 'U' ? type : (value as number));
      case TF_ATTR_INT:
        return Array.isArray(value) ? attr.ints(value as number[]) : attr.int(value as number);
      case TF_ATTR_FLOAT:
        return Array.isArray(value) ? attr.floats(value as number[]) : attr.float(value as number);
      case TF_ATTR_BOOL:
        return Array.isArray(value) ? attr.bools(value as boolean[]) : attr.bool(value as boolean);
      case TF_ATTR_STRING:
        return attr.string(value as string);
      case TF_ATTR_SHAPE:
        return attr.shape(value as number[]);
      default:
        throw new Error(`Attribute ${name} is of a kind (${attribute.type}) that graphs here do not know.`);
    }
  }
}

function refill(ref: ConstantRef): Float32Array | Int32Array | Uint8Array {
  const size = ref.shape.reduce((product, side) => product * side, 1);
  const values = ref.dtype === DT.bool ? new Uint8Array(size) : new Int32Array(size);
  return values.fill(ref.data[0] as number);
}

/** Adding a bias and summing its gradient have kernels of their own; the latter's sum is of use in float32 alone (precision.ts). */
function fuse(op: RecordedOp, type: number): { op: string; inputs: number; attributes: Attributes } | null {
  const attributes = { T: attr.type(type), data_format: attr.string('NHWC') };
  const [a, b] = op.inputs;
  if ((op.name === 'AddV2' || op.name === 'Add') && a?.shape.length === 4 && b?.shape.length === 1 && b.kind === 'variable') {
    return { op: 'BiasAdd', inputs: 2, attributes };
  }
  const overAllButChannels = b?.kind === 'constant' && [...b.data].join() === '0,1,2';
  if (type === DT.float && op.name === 'Sum' && a?.shape.length === 4 && op.outputs[0]?.shape.length === 1 && overAllButChannels) {
    return { op: 'BiasAddGrad', inputs: 1, attributes };
  }
  return null;
}
