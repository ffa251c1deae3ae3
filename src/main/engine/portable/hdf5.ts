// HDF5 through h5wasm, in memory: no file of its own.
import type * as H5 from 'h5wasm/node';

let loading: Promise<typeof H5> | undefined;

/** The library, loaded at its first use. */
export const hdf5 = (): Promise<typeof H5> =>
  (loading ??= import('h5wasm/node').then(async (library) => {
    await library.ready;
    return library;
  }));
export type { H5 };
