// HDF5 through h5wasm: HDF5's own library as WebAssembly, which reads and writes files of the machine.
import type * as H5 from 'h5wasm/node';

let loading: Promise<typeof H5> | undefined;

/** The library, loaded at its first use. What fails in it throws, rather than being told on the console. */
export const hdf5 = (): Promise<typeof H5> =>
  (loading ??= import('h5wasm/node').then(async (library) => {
    (await library.ready).activate_throwing_error_handler();
    return library;
  }));
export type { H5 };
