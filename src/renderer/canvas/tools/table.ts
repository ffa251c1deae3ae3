// Every tool in one table: palette, key map, options panel, cursor and controller read it. A new tool is a file and a row here.
import type { ToolName, ToolSettings } from '../../state/view';
import type { MaskDocument } from '../maskDocument';
import { BrushTool, EraserTool } from './brush';
import type { Tool, ToolContext } from './tool';

export type { Tool, ToolContext, ToolOptions } from './tool';

type Named<Kind> = { [Field in keyof ToolSettings]: ToolSettings[Field] extends Kind ? Field : never }[keyof ToolSettings];

/** A row of the options panel: one of the brush's own, or a field of ToolSettings. */
export type ToolOption =
  | 'size'
  | 'shape'
  | {
      readonly kind: 'slider';
      readonly field: Named<number>;
      readonly label: string;
      readonly min: number;
      readonly max: number;
      readonly unit?: string;
      readonly when?: (settings: ToolSettings) => boolean;
    }
  | { readonly kind: 'check'; readonly field: Named<boolean>; readonly label: string }
  | {
      readonly kind: 'choice';
      readonly field: Named<string>;
      readonly label: string;
      readonly choices: readonly { readonly value: string; readonly title: string; readonly tip?: string }[];
    };

export interface ToolEntry {
  readonly name: ToolName;
  readonly title: string;
  /** One or two sentences for the tooltip: what it does, and what Alt and Shift do. */
  readonly hint: string;
  /** See toolIcons.ts. */
  readonly icon: string;
  readonly command: string;
  /** As the key map writes it; null = none of its own. */
  readonly key: string | null;
  /** A ring or square at true size, or a cross for what acts on a point. */
  readonly cursor: 'size' | 'cross';
  readonly options: readonly ToolOption[];
  make(document: MaskDocument, context: ToolContext): Tool;
}

const PRESSURE: ToolOption = { kind: 'check', field: 'pressure', label: 'Pen pressure sets the size' };

export const TOOLS: readonly ToolEntry[] = [
  {
    name: 'brush',
    title: 'Brush',
    hint: 'Shift+click draws a straight line from the last point. Hold Alt to erase.',
    icon: 'brush',
    command: 'tool.brush',
    key: 'B',
    cursor: 'size',
    options: ['size', 'shape', PRESSURE],
    make: (document, context) => new BrushTool(document, context),
  },
  {
    name: 'eraser',
    title: 'Eraser',
    hint: 'Shift+click erases along a straight line. Hold Alt to paint.',
    icon: 'eraser',
    command: 'tool.eraser',
    key: 'E',
    cursor: 'size',
    options: ['size', 'shape', PRESSURE],
    make: (document, context) => new EraserTool(document, context),
  },
];

export const toolEntry = (name: ToolName): ToolEntry => TOOLS.find((tool) => tool.name === name) ?? TOOLS[0]!;
