// The tools, floating at the picture's left edge.
import { Brush } from 'lucide-react';
import { useView } from '../state/view';
import { keysOf } from '../ui/keys';
import { Tip } from '../ui/Tip';
import { TOOL_ICONS } from './toolIcons';
import { TOOLS } from './tools/table';

export function ToolPalette() {
  const chosen = useView((s) => s.tool);
  const setTool = useView((s) => s.setTool);
  return (
    <div className="tool-palette" role="toolbar" aria-label="Tools">
      {TOOLS.map(({ name, title, hint, icon, command }) => {
        const Icon = TOOL_ICONS[icon] ?? Brush;
        const keys = keysOf(command);
        return (
          <Tip key={name} words={`${title}. ${hint}`} keys={keys} side="right">
            <button
              type="button"
              aria-label={title}
              aria-pressed={name === chosen}
              data-testid={`tool-${name}`}
              onClick={() => setTool(name)}
            >
              <Icon size={18} strokeWidth={1.8} />
              <kbd aria-hidden>{keys}</kbd>
            </button>
          </Tip>
        );
      })}
    </div>
  );
}
