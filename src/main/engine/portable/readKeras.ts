// What a Keras file holds: its convolutions in the order in which Keras kept them, and the model's description where there is one.
import { open } from 'node:fs/promises';
import { ExpectedFailure, refuse } from '../../../shared/result';
import { hdf5, type H5 } from './hdf5';
import { kerasModel, type KerasLayer } from './kerasModel';

export interface StoredArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
export interface StoredConvolution {
  /** 'conv2d_7' */
  readonly layer: string;
  readonly kernel: StoredArray;
  readonly bias: StoredArray;
}
export interface KerasFile {
  /** 'Keras 3 weights', 'Keras model' ... */
  readonly kind: string;
  readonly convolutions: readonly StoredConvolution[];
  /** Null where only weights are stored. */
  readonly model: readonly KerasLayer[] | null;
}

interface StoredLayer {
  readonly layer: string;
  readonly arrays: readonly StoredArray[];
}

/** Refuses ('not-found', 'unreadable', 'damaged', 'bad-input') what is no HDF5 file of Keras, and a layer whose weights are not a kernel and a bias. */
export async function readKeras(file: string): Promise<KerasFile> {
  await checkSignature(file);
  const library = await hdf5();
  try {
    const opened = new library.File(file, 'r');
    try {
      return contentOf(file, opened, library);
    } finally {
      opened.close();
    }
  } catch (error) {
    if (error instanceof ExpectedFailure) throw error;
    return refuse('damaged', `${file} is damaged: it begins like an HDF5 file and cannot be read as one.`, 'Save it anew with Keras.');
  }
}

function contentOf(file: string, opened: H5.File, { Group, Dataset }: typeof H5): KerasFile {
  const group = (from: H5.Group, path: string): H5.Group | null => {
    const found = from.get(path);
    return found instanceof Group ? found : null;
  };
  const array = (from: H5.Group, path: string): StoredArray => {
    const found = from.get(path);
    const values = found instanceof Dataset ? found.value : null;
    if (!(found instanceof Dataset) || !ArrayBuffer.isView(values)) {
      return refuse('damaged', `${file} is damaged: the numbers of ${path} are not there.`, 'Save it anew with Keras.');
    }
    return { shape: found.shape ?? [], data: Float32Array.from(values as Float32Array) };
  };

  const weights = group(opened, 'model_weights') ?? opened;
  if ('layer_names' in weights.attrs) {
    const stored = strings(weights, 'layer_names').map((layer): StoredLayer => {
      const own = group(weights, layer);
      return { layer, arrays: own ? strings(own, 'weight_names').map((name) => array(own, name)) : [] };
    });
    const description = weights === opened ? null : opened.attrs['model_config']?.value;
    const model = typeof description === 'string' ? kerasModel(description) : null;
    return { kind: model ? 'Keras model' : 'Keras weights', convolutions: convolutionsOf(file, stored), model };
  }
  // Keras 3, and what Keras 2.13 to 2.15 called it.
  const container = group(opened, 'layers') ?? group(opened, '_layer_checkpoint_dependencies');
  if (!container) return refuse('bad-input', `${file} is an HDF5 file, but not one of Keras: it has no list of layers.`, HOW);
  const stored = container
    .keys()
    .sort(byNumber)
    .map((key): StoredLayer => {
      const vars = group(container, `${key}/vars`);
      const name = vars?.attrs['name']?.value;
      const arrays = vars
        ? vars
            .keys()
            .sort(byNumber)
            .map((each) => array(vars, each))
        : [];
      return { layer: typeof name === 'string' ? name : key, arrays };
    });
  return { kind: 'Keras 3 weights', convolutions: convolutionsOf(file, stored), model: null };
}

const HOW = "Save it in Keras with model.save_weights('NAME.weights.h5') or model.save('NAME.h5').";

async function checkSignature(file: string): Promise<void> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT'
      ? refuse('not-found', `There is no file ${file}.`)
      : refuse('unreadable', `${file} cannot be read: ${error.message}.`),
  );
  try {
    const begin = Buffer.alloc(8);
    await handle.read(begin, 0, 8, 0).catch(() => refuse('unreadable', `${file} cannot be read: it is a folder.`, HOW));
    if (begin.equals(Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'))) return;
    if (begin.toString('latin1', 0, 2) === 'PK') refuse('bad-input', `${file} is a zip archive (.keras), not an HDF5 file.`, HOW);
    refuse('bad-input', `${file} is not an HDF5 file.`, HOW);
  } finally {
    await handle.close();
  }
}

function strings(of: H5.Group, attribute: string): string[] {
  const value = of.attrs[attribute]?.value;
  return Array.isArray(value) ? value.map(String) : [];
}

/** 'conv2d' before 'conv2d_1' before 'conv2d_10'. */
const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

function convolutionsOf(file: string, stored: readonly StoredLayer[]): StoredConvolution[] {
  return stored
    .filter(({ arrays }) => arrays.length > 0)
    .map(({ layer, arrays: [kernel, bias, ...rest] }) => {
      if (kernel?.shape.length === 4 && bias?.shape.length === 1 && rest.length === 0) return { layer, kernel, bias };
      const found = [kernel, bias, ...rest].map((array) => array?.shape.join('x') ?? '').filter(Boolean);
      return refuse(
        'bad-input',
        `${file} is not of a net that Roadbrush has: the layer ${layer} holds arrays of ${found.join(', ')}, where a kernel of four sides and a bias are expected.`,
        'Only the reference U-Net and U-Net++ can be imported, without batch normalisation.',
      );
    });
}
