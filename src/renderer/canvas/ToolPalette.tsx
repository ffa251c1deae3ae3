// The tools, floating at the picture's left edge.
import { Brush, Eraser, type LucideIcon } from 'lucide-react';
import { useView, type ToolName } from '../state/view';
import { keysOf } from '../ui/keys';
import { Tip } from '../ui/Tip';

const TOOLS: readonly { tool: ToolName; title: string; icon: LucideIcon }[] = [
  { tool: 'brush', title: 'Brush. Shift+click draws a straight line; hold Alt to erase.', icon: Brush },
  { tool: 'eraser', title: 'Eraser. Hold Alt to paint.', icon: Eraser },
];

export function ToolPalette() {
  const chosen = useView((s) => s.tool);
  const setTool = useView((s) => s.setTool);
  return (
    <div className="tool-palette" role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {TOOLS.map(({ tool, title, icon: Icon }) => (
        <Tip key={tool} words={title} keys={keysOf(`tool.${tool}`)} side="right">
          <button
            type="button"
            aria-label={tool === 'brush' ? 'Brush' : 'Eraser'}
            aria-pressed={tool === chosen}
            data-testid={`tool-${tool}`}
            onClick={() => setTool(tool)}
          >
            <Icon size={18} strokeWidth={1.8} />
            <kbd aria-hidden>{keysOf(`tool.${tool}`)}</kbd>
          </button>
        </Tip>
      ))}
    </div>
  );
}
