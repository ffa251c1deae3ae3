// Runs a written program through the stock addon: set and get the state, take steps. Feeds are checked here, since TensorFlow would broadcast a wrong one.
import type { Binding } from './backend';
import { DT, type Endpoint } from './messages';
import { groupsOf, type StateVariable } from './program';

export interface Feed {
  readonly node: string;
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

export class GraphSession {
  private readonly id: number;

  /** `folder` holds the saved_model.pb that writeProgram wrote. */
  constructor(
    private readonly binding: Binding,
    folder: string,
    private readonly state: readonly StateVariable[],
  ) {
    this.id = binding.loadSavedModel(folder, 'serve');
  }

  /** Runs the graph once; synchronous. Values handed in must not be written again (the addon may alias them). Returns float32 data by output. */
  run(feeds: readonly Feed[], outputs: readonly string[]): (Float32Array | Int32Array | Uint8Array)[] {
    const ids: number[] = [];
    try {
      for (const { node, shape, dtype, values } of feeds) {
        const size = shape.reduce((product, side) => product * side, 1);
        if (values.length !== size) throw new Error(`${node} wants [${shape.join(', ')}] = ${size} values and got ${values.length}.`);
        ids.push(this.binding.createTensor([...shape], dtype, values));
      }
      const results = this.binding.runSavedModel(this.id, ids, feeds.map((feed) => feed.node).join(), outputs.join());
      return results.map((result) => {
        const data = this.binding.tensorDataSync(result.id);
        this.binding.deleteTensor(result.id);
        return data;
      });
    } finally {
      ids.forEach((id) => this.binding.deleteTensor(id));
    }
  }

  /** Sets the whole state, part by part. @param valueOf a copy that nobody writes again, since the addon keeps using its memory */
  write(valueOf: (name: string) => Float32Array): void {
    for (const [k, group] of groupsOf(this.state).entries()) {
      const feeds = group.map(({ name, shape }) => ({ node: `in/${name}:0`, dtype: DT.float, shape, values: valueOf(name) }));
      this.run(feeds, [`set/done/${k}:0`]);
    }
  }

  /** The whole state by name, read part by part. */
  read(): Map<string, Float32Array> {
    const state = new Map<string, Float32Array>();
    for (const group of groupsOf(this.state)) {
      const values = this.run(
        [],
        group.map(({ name }) => `get/${name}:0`),
      );
      group.forEach(({ name }, k) => state.set(name, (values[k] as Float32Array).slice()));
    }
    return state;
  }

  dispose(): void {
    this.binding.deleteSavedModel(this.id);
  }
}

/** A signature's input as a feed. */
export const feedTo = (end: Endpoint, values: Feed['values']): Feed => ({ node: end.name, dtype: end.dtype, shape: end.shape, values });
