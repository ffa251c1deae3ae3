// An undo step's note as the history lists it: a name and an icon, 'Brush', 'Polygon taken away', 'Region taken from unet 3'.
import {
  Blocks,
  Brush,
  Copy,
  Eraser,
  History,
  Lasso,
  PaintBucket,
  Pentagon,
  ScanSearch,
  SquareDashed,
  SquareDashedMousePointer,
  WandSparkles,
  type LucideIcon,
} from 'lucide-react';

const NAMES: Readonly<Record<string, string>> = { stroke: 'Brush', erased: 'Eraser', filled: 'Fill' };

const ICONS: readonly (readonly [RegExp, LucideIcon])[] = [
  [/^brush/i, Brush],
  [/^erase/i, Eraser],
  [/^(fill$|filled|region filled)/i, PaintBucket],
  [/^polygon/i, Pentagon],
  [/^lasso/i, Lasso],
  [/^rectangle/i, SquareDashed],
  [/^wand/i, WandSparkles],
  [/^superpixel/i, Blocks],
  [/^copied/i, Copy],
  [/^restored/i, History],
  [/(hole|island|smooth|grown|shrunk|grew)/i, SquareDashedMousePointer],
  [/(region|epoch|prediction|taken|unet)/i, ScanSearch],
];

export const stepName = (note: string): string => NAMES[note] ?? note.charAt(0).toUpperCase() + note.slice(1);

export const stepIcon = (note: string): LucideIcon => {
  const name = stepName(note);
  return ICONS.find(([pattern]) => pattern.test(name))?.[1] ?? Brush;
};
