// One interface for every dataset format: what a folder holds, as pairs of image and mask files. Decoding is the engine's work.

/** One frame to import. `mask` null when the folder has none for this image. */
export interface DatasetPair {
  /** The image's file name without its extension. */
  readonly name: string;
  readonly image: string;
  readonly mask: string | null;
}

export interface DatasetFolders {
  readonly images: string;
  readonly masks: string | null;
}

export interface DatasetFormat {
  readonly name: 'kitti' | 'plain';
  /** The folders when `dir` looks like this format, else null. */
  detect(dir: string): Promise<DatasetFolders | null>;
  /** How a mask file's pixels become label ids: 'label-ids' are taken as they are. */
  readonly maskKind: 'label-ids';
}

/** What an import of a folder would read. */
export interface DatasetPlan {
  readonly format: DatasetFormat['name'];
  /** The folder that was chosen. */
  readonly folder: string;
  readonly imagesFolder: string;
  readonly masksFolder: string | null;
  /** Sorted by name, naturally. */
  readonly pairs: readonly DatasetPair[];
  /** Names of mask files without an image. */
  readonly strayMasks: readonly string[];
  readonly maskKind: DatasetFormat['maskKind'];
}
