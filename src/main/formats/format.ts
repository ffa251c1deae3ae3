// One interface for every dataset format: what a folder holds, as pairs of image and mask files. Decoding is the engine's work.

/** One frame to import. `mask` null when the folder has none for this image. */
export interface DatasetPair {
  /** The image's file name without its extension. */
  readonly name: string;
  readonly image: string;
  readonly mask: string | null;
}

export interface DatasetPlan {
  readonly format: 'kitti' | 'plain';
  /** The folder that was chosen. */
  readonly folder: string;
  readonly imagesFolder: string;
  readonly masksFolder: string | null;
  /** Sorted by name, naturally. */
  readonly pairs: readonly DatasetPair[];
  /** Mask files without an image. */
  readonly strayMasks: readonly string[];
  readonly maskKind: 'label-ids';
}

export interface DatasetFormat {
  readonly name: DatasetPlan['format'];
  /** The folders when `dir` looks like this format, else null. */
  detect(dir: string): Promise<{ images: string; masks: string | null } | null>;
  /** `masksDir` overrides where masks are looked for. */
  plan(dir: string, masksDir?: string): Promise<DatasetPlan | null>;
}
