// Every tool in one table: palette, key map, options panel, cursor and controller read it. A new tool is a file and a row here.
import type { ToolName, ToolSettings } from '../../state/view';
import type { MaskDocument } from '../maskDocument';
import { BrushTool, EraserTool } from './brush';
import { FillTool } from './fill';
import { LassoTool } from './lasso';
import { PolygonTool } from './polygon';
import { RectangleTool } from './rectangle';
import { SuperpixelTool } from './superpixel';
import { TakeRegionTool } from './takeRegion';
import type { Tool, ToolContext } from './tool';
import { WAND_TOLERANCE, WandTool } from './wand';

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
  {
    name: 'fill',
    title: 'Fill',
    hint: 'Gives the class to all that hangs together under the pointer. Hold Alt to take it away.',
    icon: 'fill',
    command: 'tool.fill',
    key: 'F',
    cursor: 'cross',
    options: [
      {
        kind: 'choice',
        field: 'fillBy',
        label: 'Fill',
        choices: [
          { value: 'label', title: 'Label', tip: 'What hangs together and has the label under the pointer' },
          { value: 'image', title: 'Image colour', tip: 'What hangs together and looks like the pixel under the pointer' },
        ],
      },
      { kind: 'slider', field: 'fillTolerance', label: 'Tolerance', ...WAND_TOLERANCE, when: ({ fillBy }) => fillBy === 'image' },
    ],
    make: (document, context) => new FillTool(document, context),
  },
  {
    name: 'polygon',
    title: 'Polygon',
    hint: 'Click for points, drag them, click an edge to add one; Enter, a double click or the first point closes it. Begin with Alt to take away.',
    icon: 'polygon',
    command: 'tool.polygon',
    key: 'P',
    cursor: 'cross',
    options: [],
    make: (document, context) => new PolygonTool(document, context),
  },
  {
    name: 'lasso',
    title: 'Lasso',
    hint: 'Draw around what is to be painted. Begin with Alt to take away.',
    icon: 'lasso',
    command: 'tool.lasso',
    key: 'L',
    cursor: 'cross',
    options: [],
    make: (document, context) => new LassoTool(document, context),
  },
  {
    name: 'rectangle',
    title: 'Rectangle',
    hint: 'Drag from corner to corner; Shift makes a square. Begin with Alt to take away.',
    icon: 'rectangle',
    command: 'tool.rectangle',
    key: 'Q',
    cursor: 'cross',
    options: [],
    make: (document, context) => new RectangleTool(document, context),
  },
  {
    name: 'wand',
    title: 'Wand',
    hint: 'Press on a colour and drag: right and up take more, left and down less. Hold Alt to take away.',
    icon: 'wand',
    command: 'tool.wand',
    key: 'W',
    cursor: 'cross',
    options: [
      { kind: 'slider', field: 'wandTolerance', label: 'Tolerance', ...WAND_TOLERANCE },
      { kind: 'check', field: 'wandContiguous', label: 'Only what hangs together' },
      { kind: 'check', field: 'wandGaps', label: 'Close small gaps' },
    ],
    make: (document, context) => new WandTool(document, context),
  },
  {
    name: 'superpixel',
    title: 'Superpixels',
    hint: 'A brush that takes whole patches of like colour. Hold Alt to take away.',
    icon: 'superpixel',
    command: 'tool.superpixel',
    key: 'S',
    cursor: 'size',
    options: ['size', 'shape', { kind: 'slider', field: 'superpixelSize', label: 'Patches', min: 6, max: 60, unit: ' px' }],
    make: (document, context) => new SuperpixelTool(document, context),
  },
  {
    name: 'region',
    title: 'Take region',
    hint: 'Click a predicted region to make it road. Hold Alt to erase the region of the mask.',
    icon: 'region',
    command: 'tool.region',
    key: null,
    cursor: 'cross',
    options: [],
    make: (document, context) => new TakeRegionTool(document, context),
  },
];

export const toolEntry = (name: ToolName): ToolEntry => TOOLS.find((tool) => tool.name === name) ?? TOOLS[0]!;
