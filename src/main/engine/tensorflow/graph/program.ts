// Writes a whole program as one SavedModel: the state as TensorFlow variables, signatures that set and get it, training steps and inference.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNIT } from '../tensors';
import type { Binding } from './backend';
import { assertSameCourse, shapeAt } from './constants';
import { Emitter, NodeList } from './emit';
import { DT, attr, savedModel, type Endpoint, type Signature } from './messages';
import type { Precision } from './precision';
import type { Extent, Ref, Trace } from './trace';

export interface ProgramVariable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
}

export interface FeedSpec {
  readonly name: string;
  /** What the recorded body saw: float32 or int32. */
  readonly dtype: number;
  /** Its shape at a size. */
  readonly shape: (extent: Extent) => readonly number[];
  /** Fed as 8-bit numbers, a quarter of the bytes to hand over: 'pixels' become 0..1 in the graph, 'labels' stay as they are. */
  readonly bytes?: 'pixels' | 'labels';
}

/** A function recorded at several small sizes (compile.ts), to be written for pictures of `size` in each batch of `batches`. */
export interface RecordedFunction {
  readonly name: string;
  readonly traces: readonly Trace[];
  readonly size: Omit<Extent, 'batch'>;
  readonly batches: readonly number[];
  readonly feeds: readonly FeedSpec[];
  /** Float32 results of the first trace by name, and their shapes in all of them. */
  readonly outputs: Readonly<Record<string, { readonly ref: Ref; readonly shapes: readonly (readonly number[])[] }>>;
  /** Present on a training step: the gradients by variable index. Adam is applied, then `outputs` are handed out. */
  readonly gradients?: ReadonlyMap<number, Ref>;
  /** New values that a step assigns to variables (e.g. moving statistics), by variable index. */
  readonly assignments?: ReadonlyMap<number, Ref>;
  /** Reads the variables' averages in their place. */
  readonly averaged?: boolean;
}

/** As ResourceApplyAdam and Keras have it (Kingma & Ba 2015, section 2, last paragraph): epsilon beside the uncorrected root. */
export interface Adam {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export interface ProgramOptions {
  readonly binding: Binding;
  readonly variables: readonly ProgramVariable[];
  readonly functions: readonly RecordedFunction[];
  readonly adam: Adam;
  readonly precision: Precision;
  readonly lowFeeds: ReadonlySet<string>;
  /** Decay of the moving average that a step keeps of every variable (see stepper.ts); 0 keeps none. */
  readonly averaging: number;
}

/** State beside the weights: Adam's moments of every trainable variable, and the number of steps taken. */
export const momentNames = (name: string) => ({ m: `adam/m/${name}`, v: `adam/v/${name}` });
export const STEP = 'adam/t';
export const signatureName = (name: string, batch: number) => `${name}@${batch}`;

export const averageName = (name: string) => `average/${name}`;

/** A state variable of a program. */
export interface StateVariable {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Every one, in the order in which it is set and read. */
export function stateOf({ variables, averaging }: Pick<ProgramOptions, 'variables' | 'averaging'>): StateVariable[] {
  const state = variables.map(({ name, shape }) => ({ name, shape }));
  for (const { name, shape } of variables.filter((each) => each.trainable)) {
    state.push({ name: momentNames(name).m, shape }, { name: momentNames(name).v, shape });
  }
  if (averaging > 0) state.push(...variables.map(({ name, shape }) => ({ name: averageName(name), shape })));
  return [...state, { name: STEP, shape: [] }];
}

/** State that is set or read in one call: what crosses over exists twice for that long. */
const GROUP_BYTES = 16 * 2 ** 20;

/** The state in runs of not much more than GROUP_BYTES each. */
export function groupsOf(state: readonly StateVariable[]): StateVariable[][] {
  const groups: StateVariable[][] = [[]];
  let bytes = 0;
  for (const variable of state) {
    if (bytes > GROUP_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(variable);
    bytes += 4 * variable.shape.reduce((product, side) => product * side, 1);
  }
  return groups;
}

/** Writes `folder`/saved_model.pb. Returns how many nodes it has. */
export function writeProgram(folder: string, options: ProgramOptions): number {
  const list = new NodeList();
  const float = { dtype: attr.type(DT.float) };
  const state = stateOf(options);
  for (const { name, shape } of state) {
    list.add(name, 'VarHandleOp', [], { ...float, shape: attr.shape(shape), shared_name: attr.string(name), container: attr.string('') });
    list.add(`in/${name}`, 'Placeholder', [], { ...float, shape: attr.shape(shape) });
    list.add(`set/${name}`, 'AssignVariableOp', [name, `in/${name}`], float);
    list.add(`get/${name}`, 'ReadVariableOp', [name], float);
  }
  list.constant('one/int', DT.int32, [], Buffer.from(Int32Array.of(1).buffer));
  for (const [k, group] of groupsOf(state).entries()) {
    list.add(`set/done/${k}`, 'Identity', ['one/int', ...group.map(({ name }) => `^set/${name}`)], { T: attr.type(DT.int32) });
  }

  const signatures: Record<string, Signature> = {};
  for (const each of options.functions) {
    assertSameCourse(each.traces);
    for (const batch of each.batches) signatures[signatureName(each.name, batch)] = writeFunction(list, options, each, batch);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'saved_model.pb'), savedModel(list.nodes, signatures));
  return list.nodes.length;
}

function writeFunction(list: NodeList, options: ProgramOptions, each: RecordedFunction, batch: number): Signature {
  const prefix = `${signatureName(each.name, batch).replace('@', '_')}/`;
  const extent: Extent = { ...each.size, batch };
  const inputs: Record<string, Endpoint> = {};
  for (const feed of each.feeds) inputs[feed.name] = writeFeed(list, prefix, feed, extent);
  const bytes = new Map(each.feeds.map((feed) => [feed.name, feed.bytes]));
  const read = new Map<number, string>();
  const emitter = new Emitter({
    list,
    binding: options.binding,
    prefix,
    traces: each.traces,
    extent,
    precision: options.precision,
    lowFeeds: options.lowFeeds,
    feed: (name) => prefix + name + { pixels: '/unit', labels: '/float', none: '' }[bytes.get(name) ?? 'none'],
    variable: (index) => {
      const own = options.variables[index]?.name as string;
      const name = each.averaged ? averageName(own) : own;
      if (!read.has(index)) read.set(index, list.add(`${prefix}read/${name}`, 'ReadVariableOp', [name], { dtype: attr.type(DT.float) }));
      return read.get(index) as string;
    },
  });
  const results = Object.entries(each.outputs).map(([name, { ref, shapes }]) => [name, emitter.emit(ref, DT.float), shapes] as const);
  const updates = each.gradients ? writeUpdates(list, options, prefix, each, emitter, inputs) : [];
  const outputs: Record<string, Endpoint> = {};
  for (const [name, source, shapes] of results) {
    list.add(prefix + name, 'Identity', [source, ...updates], { T: attr.type(DT.float) });
    const shape = shapeAt(
      shapes,
      each.traces.map((trace) => trace.extent),
      extent,
    );
    outputs[name] = { name: `${prefix}${name}:0`, dtype: DT.float, shape };
  }
  return { inputs, outputs };
}

function writeFeed(list: NodeList, prefix: string, feed: FeedSpec, extent: Extent): Endpoint {
  const name = prefix + feed.name;
  const shape = feed.shape(extent);
  const dtype = feed.bytes ? DT.uint8 : feed.dtype;
  list.add(name, 'Placeholder', [], { dtype: attr.type(dtype), shape: attr.shape(shape) });
  if (feed.bytes) list.add(`${name}/float`, 'Cast', [name], { SrcT: attr.type(DT.uint8), DstT: attr.type(DT.float) });
  if (feed.bytes === 'pixels') {
    list.scalar(`${name}/step`, UNIT);
    list.add(`${name}/unit`, 'Mul', [`${name}/float`, `${name}/step`], { T: attr.type(DT.float) });
  }
  return { name: `${name}:0`, dtype, shape };
}

/** Adam and other assignments; returns control edges to them. Every gradient and result is computed from the old weights first. */
function writeUpdates(
  list: NodeList,
  options: ProgramOptions,
  prefix: string,
  each: RecordedFunction,
  emitter: Emitter,
  inputs: Record<string, Endpoint>,
): string[] {
  const T = { T: attr.type(DT.float) };
  list.add(`${prefix}learningRate`, 'Placeholder', [], { dtype: attr.type(DT.float), shape: attr.shape([]) });
  inputs['learningRate'] = { name: `${prefix}learningRate:0`, dtype: DT.float, shape: [] };
  const gradients = [...(each.gradients ?? [])].map(([index, ref]) => [index, emitter.emit(ref, DT.float)] as const);
  const { beta1, beta2, epsilon } = options.adam;
  list.scalar(`${prefix}beta1`, beta1);
  list.scalar(`${prefix}beta2`, beta2);
  list.scalar(`${prefix}one`, 1);
  list.scalar(`${prefix}epsilon`, epsilon);
  list.add(`${prefix}tick`, 'AssignAddVariableOp', [STEP, `${prefix}one`], { dtype: attr.type(DT.float) });
  list.add(`${prefix}t`, 'ReadVariableOp', [STEP, `^${prefix}tick`], { dtype: attr.type(DT.float) });
  list.add(`${prefix}beta1t`, 'Pow', [`${prefix}beta1`, `${prefix}t`], T);
  list.add(`${prefix}beta2t`, 'Pow', [`${prefix}beta2`, `${prefix}t`], T);
  const edges = gradients.map(([index, gradient]) => {
    const { name } = options.variables[index] as ProgramVariable;
    const { m, v } = momentNames(name);
    const given = ['beta1t', 'beta2t', 'learningRate', 'beta1', 'beta2', 'epsilon'].map((part) => prefix + part);
    const attributes = { ...T, use_locking: attr.bool(false), use_nesterov: attr.bool(false) };
    return `^${list.add(`${prefix}adam/${name}`, 'ResourceApplyAdam', [name, m, v, ...given, gradient], attributes)}`;
  });
  for (const [index, ref] of each.assignments ?? []) {
    const { name } = options.variables[index] as ProgramVariable;
    const value = emitter.emit(ref, DT.float);
    edges.push(`^${list.add(`${prefix}assign/${name}`, 'AssignVariableOp', [name, value], { dtype: attr.type(DT.float) })}`);
  }
  return options.averaging > 0 ? [...edges, ...writeAverages(list, options, prefix, edges)] : edges;
}

/** Every average goes (1 - decay) of the way to its variable's new value; the decay is that of stepper.ts' averagingAt. */
function writeAverages(list: NodeList, options: ProgramOptions, prefix: string, updates: readonly string[]): string[] {
  const T = { T: attr.type(DT.float) };
  const float = { dtype: attr.type(DT.float) };
  list.scalar(`${prefix}nine`, 9);
  list.scalar(`${prefix}decay/most`, options.averaging);
  // (1 + t) / (10 + t)
  list.add(`${prefix}t/next`, 'AddV2', [`${prefix}t`, `${prefix}one`], T);
  list.add(`${prefix}t/above`, 'AddV2', [`${prefix}t/next`, `${prefix}nine`], T);
  list.add(`${prefix}decay/young`, 'RealDiv', [`${prefix}t/next`, `${prefix}t/above`], T);
  list.add(`${prefix}decay`, 'Minimum', [`${prefix}decay/most`, `${prefix}decay/young`], T);
  list.add(`${prefix}share`, 'Sub', [`${prefix}one`, `${prefix}decay`], T);
  return options.variables.map(({ name }) => {
    const at = `${prefix}average/${name}`;
    list.add(`${at}/new`, 'ReadVariableOp', [name, ...updates.filter((edge) => edge.endsWith(`/${name}`))], float);
    list.add(`${at}/old`, 'ReadVariableOp', [averageName(name)], float);
    list.add(`${at}/gap`, 'Sub', [`${at}/old`, `${at}/new`], T);
    list.add(`${at}/move`, 'Mul', [`${at}/gap`, `${prefix}share`], T);
    return `^${list.add(at, 'AssignSubVariableOp', [averageName(name), `${at}/move`], float)}`;
  });
}
