// What the tools are set to, beside the brush's size and shape; each tool's entry in canvas/tools/table says which of them it has.
import { z } from 'zod';

const percent = (usual: number) => z.number().int().min(0).max(100).catch(usual);

/** Kept between launches. Anything missing or out of range falls back by itself. */
const Settings = z.object({
  /** A pen's pressure sets the size. */
  pressure: z.boolean().catch(false),
  /** What the fill goes by: labels that hang together, or colours of the image at most `fillTolerance` apart. */
  fillBy: z.enum(['label', 'image']).catch('label'),
  fillTolerance: percent(24),
  wandTolerance: percent(24),
  /** Only what hangs together with the pressed pixel; else all of its colour. */
  wandContiguous: z.boolean().catch(true),
  /** Speckle that noise leaves in the region is closed. */
  wandGaps: z.boolean().catch(true),
  /** About the side of a superpixel, in pixels of the frame. */
  superpixelSize: z.number().int().min(4).max(200).catch(16),
});
export type ToolSettings = z.infer<typeof Settings>;
export const ToolSettings = Settings.catch(Settings.parse({}));
