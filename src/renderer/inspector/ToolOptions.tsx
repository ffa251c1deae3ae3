// Options of the tool in hand: its size so far.
import { BRUSH_SIZE, useView } from '../state/view';
import { keysOf } from '../ui/keys';
import { Section } from './Section';
import { SliderRow } from './SliderRow';

/** Equal ways along the slider are equal ratios: 1 to 10 pixels have as much room as 50 to 500. */
const RATIO = Math.log(BRUSH_SIZE.max / BRUSH_SIZE.min);
const scale = {
  to: (size: number): number => Math.log(size / BRUSH_SIZE.min) / RATIO,
  from: (at: number): number => Math.round(BRUSH_SIZE.min * Math.exp(at * RATIO)),
};

export function ToolOptions() {
  const tool = useView((s) => s.tool);
  const size = useView((s) => s.brushSize);
  const setSize = useView((s) => s.setBrushSize);
  const key = keysOf(tool === 'eraser' ? 'tool.eraser' : 'tool.brush') ?? (tool === 'eraser' ? 'E' : 'B');
  return (
    <Section title={tool === 'eraser' ? 'Eraser' : 'Brush'} side={<kbd>{key}</kbd>}>
      <SliderRow label="Size" value={size} {...BRUSH_SIZE} step={1} unit=" px" scale={scale} onChange={setSize} />
    </Section>
  );
}
