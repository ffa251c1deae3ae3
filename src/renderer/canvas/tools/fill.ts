// Fill: a press gives the class to everything of one label that hangs together with the pixel under the pointer; with Alt it is taken away.
import { OTHER } from '../../../shared/domain';
import { floodFill } from '../../../shared/mask/fill';
import type { MaskDocument } from '../maskDocument';
import type { Press, Tool, ToolContext } from './tool';

export class FillTool implements Tool {
  private state: 'idle' | 'filled' = 'idle';

  constructor(
    private readonly document: MaskDocument,
    private readonly context: Pick<ToolContext, 'options'>,
  ) {}

  get busy(): boolean {
    return this.state === 'filled';
  }

  pointerDown(at: Press): void {
    if (this.state !== 'idle') return;
    this.state = 'filled';
    const { value, over } = this.context.options;
    const label = at.alt ? OTHER : value;
    this.document.begin();
    this.document.paint(label, (map, onSpan) => floodFill(map, Math.floor(at.x), Math.floor(at.y), label, { onSpan, over }));
  }

  pointerMove(): void {}

  pointerUp(): void {
    if (this.state !== 'filled') return;
    this.state = 'idle';
    this.document.commit('filled');
  }

  cancel(): void {
    if (this.state !== 'filled') return;
    this.state = 'idle';
    this.document.cancel();
  }
}
