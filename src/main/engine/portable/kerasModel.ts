// The description of a model in a Keras file: its layers with their settings and what each reads from. Keras 2 and Keras 3 write it differently.

export interface KerasLayer {
  readonly name: string;
  /** 'Conv2D' */
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of the layers that it reads from, in order. */
  readonly inputs: readonly string[];
}

/** @param text the file's model_config; null when it is not a model of layers that name each other */
export function kerasModel(text: string): readonly KerasLayer[] | null {
  try {
    const { config } = JSON.parse(text) as { config: { layers: StoredLayer[] } };
    return config.layers.map(({ class_name, config, inbound_nodes }) => ({
      name: String(config['name']),
      kind: class_name,
      config,
      inputs: readFrom(inbound_nodes ?? []),
    }));
  } catch {
    return null;
  }
}

interface StoredLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inbound_nodes?: unknown;
}

/** Keras 2: [[['conv2d', 0, 0, {}]]]; Keras 3: [{args: [{config: {keras_history: ['conv2d', 0, 0]}}], kwargs: {}}]. */
function readFrom(nodes: unknown): string[] {
  if (Array.isArray(nodes)) {
    const [name, node] = nodes as unknown[];
    return typeof name === 'string' && typeof node === 'number' ? [name] : nodes.flatMap(readFrom);
  }
  if (typeof nodes !== 'object' || nodes === null) return [];
  const { args, config, keras_history } = nodes as Record<string, unknown>;
  return readFrom(keras_history ?? config ?? args);
}

/** The model's own input; null where a side is free. Keras 2 calls it batch_input_shape, Keras 3 batch_shape. */
export function inputOf(model: readonly KerasLayer[]): { width: number; height: number } | null {
  const config = model.find(({ kind }) => kind === 'InputLayer')?.config;
  const [, height, width] = (config?.['batch_input_shape'] ?? config?.['batch_shape'] ?? []) as (number | null)[];
  return width && height && width % 16 === 0 && height % 16 === 0 ? { width, height } : null;
}
