// The tools' icons by the names that the table gives them, so that the table itself loads without any.
import { Blocks, Brush, Eraser, Lasso, PaintBucket, Pentagon, ScanSearch, SquareDashed, WandSparkles, type LucideIcon } from 'lucide-react';

export const TOOL_ICONS: Readonly<Record<string, LucideIcon>> = {
  brush: Brush,
  eraser: Eraser,
  fill: PaintBucket,
  polygon: Pentagon,
  lasso: Lasso,
  rectangle: SquareDashed,
  wand: WandSparkles,
  superpixel: Blocks,
  region: ScanSearch,
};
