// The Cityscapes label table, which KITTI's semantics use too: ids, names, train ids, colours.
// Source: cityscapesScripts, helpers/labels.py. Its last row, the license plate, has the id -1 and so never a pixel; it is left out.

export interface CityscapesLabel {
  /** What a pixel of a labelIds image holds, 0..33. */
  readonly id: number;
  readonly name: string;
  /** 0..18 for the classes that are scored, else 255. */
  readonly trainId: number;
  /** '#rrggbb'; several void labels are black. */
  readonly colour: string;
}

const label = (id: number, name: string, trainId: number, colour: string): CityscapesLabel => ({ id, name, trainId, colour });

/** In the order of their ids: the index is the id. */
export const CITYSCAPES: readonly CityscapesLabel[] = [
  label(0, 'unlabeled', 255, '#000000'),
  label(1, 'ego vehicle', 255, '#000000'),
  label(2, 'rectification border', 255, '#000000'),
  label(3, 'out of roi', 255, '#000000'),
  label(4, 'static', 255, '#000000'),
  label(5, 'dynamic', 255, '#6f4a00'),
  label(6, 'ground', 255, '#510051'),
  label(7, 'road', 0, '#804080'),
  label(8, 'sidewalk', 1, '#f423e8'),
  label(9, 'parking', 255, '#faaaa0'),
  label(10, 'rail track', 255, '#e6968c'),
  label(11, 'building', 2, '#464646'),
  label(12, 'wall', 3, '#66669c'),
  label(13, 'fence', 4, '#be9999'),
  label(14, 'guard rail', 255, '#b4a5b4'),
  label(15, 'bridge', 255, '#966464'),
  label(16, 'tunnel', 255, '#96785a'),
  label(17, 'pole', 5, '#999999'),
  label(18, 'polegroup', 255, '#999999'),
  label(19, 'traffic light', 6, '#faaa1e'),
  label(20, 'traffic sign', 7, '#dcdc00'),
  label(21, 'vegetation', 8, '#6b8e23'),
  label(22, 'terrain', 9, '#98fb98'),
  label(23, 'sky', 10, '#4682b4'),
  label(24, 'person', 11, '#dc143c'),
  label(25, 'rider', 12, '#ff0000'),
  label(26, 'car', 13, '#00008e'),
  label(27, 'truck', 14, '#000046'),
  label(28, 'bus', 15, '#003c64'),
  label(29, 'caravan', 255, '#00005a'),
  label(30, 'trailer', 255, '#00006e'),
  label(31, 'train', 16, '#005064'),
  label(32, 'motorcycle', 17, '#0000e6'),
  label(33, 'bicycle', 18, '#770b20'),
];

/** 'out of roi': Cityscapes' own word for pixels that do not count. Our IGNORE is written as it, and it is read as IGNORE. */
export const OUT_OF_ROI = 3;

/** By name, without regard to case. */
export function cityscapesNamed(name: string): CityscapesLabel | undefined {
  const folded = name.trim().toLowerCase();
  return CITYSCAPES.find((one) => one.name === folded);
}
