// The tools of the document on the canvas: made when first taken in hand, kept while their document lives, so that pending work waits for its frame.
import { OTHER } from '../../shared/domain';
import type { Point } from '../../shared/mask/brush';
import type { ToolName, View } from '../state/view';
import type { MaskDocument } from './maskDocument';
import type { Preview } from './preview';
import { toolEntry, type Tool, type ToolContext, type ToolOptions } from './tools/table';

type Made = { readonly context: ToolContext; readonly tools: Map<ToolName, Tool> };

export class ToolBox {
  private readonly made = new WeakMap<MaskDocument, Made>();
  private document: MaskDocument | null = null;
  private name: ToolName = 'brush';
  /** One object for good, its fields replaced. */
  private readonly options: { -readonly [Field in keyof ToolOptions]: ToolOptions[Field] };

  constructor(
    private readonly door: Omit<ToolContext, 'options' | 'trail'>,
    view: View,
  ) {
    this.options = optionsOf(view);
    this.name = view.tool;
  }

  /** The tool in hand; null without a document. */
  get tool(): Tool | null {
    const { document, name } = this;
    if (!document) return null;
    const { context, tools } = this.madeFor(document);
    let tool = tools.get(name);
    if (!tool) tools.set(name, (tool = toolEntry(name).make(document, context)));
    return tool;
  }

  get preview(): Preview | null {
    return this.tool?.preview?.() ?? null;
  }

  setDocument(document: MaskDocument | null): void {
    if (document === this.document) return;
    this.tool?.leave?.();
    this.document = document;
  }

  /** Tool, class or options may have changed. */
  followView(view: View): void {
    Object.assign(this.options, optionsOf(view));
    if (view.tool === this.name) return this.tool?.adjusted?.();
    this.tool?.leave?.();
    this.name = view.tool;
    this.door.changed();
  }

  private madeFor(document: MaskDocument): Made {
    const known = this.made.get(document);
    if (known) return known;
    const trail: { last: Point | null } = { last: null };
    // A tool that is not in hand any more may still find out something; nobody sees it.
    const changed = (): void => {
      if (this.document === document) this.door.changed();
    };
    const context: ToolContext = { ...this.door, options: this.options, trail, changed };
    const made = { context, tools: new Map<ToolName, Tool>() };
    this.made.set(document, made);
    return made;
  }
}

function optionsOf({ brushSize, brushShape, paintClass, paintOver, toolOptions }: View): ToolOptions {
  return { ...toolOptions, radius: brushSize / 2, shape: brushShape, value: paintClass, over: paintOver };
}

/** What a press would do now: paint a class, or take away. */
export const erasing = ({ tool, paintClass }: Pick<View, 'tool' | 'paintClass'>, alt: boolean): boolean =>
  tool === 'brush' || tool === 'eraser' ? (tool === 'eraser') !== alt || paintClass === OTHER : alt || paintClass === OTHER;
