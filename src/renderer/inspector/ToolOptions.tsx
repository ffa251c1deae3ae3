// Options of the tool in hand, as the table lists them.
import { toolEntry, type ToolOption } from '../canvas/tools/table';
import { BRUSH_SIZE, useView, type ToolSettings } from '../state/view';
import { Check } from '../ui/Check';
import { keysOf } from '../ui/keys';
import { Segmented } from '../ui/Segmented';
import { PaintOver } from './PaintOver';
import { Section } from './Section';
import { SliderRow } from './SliderRow';

/** Equal ways along the slider are equal ratios: 1 to 10 pixels have as much room as 50 to 500. */
const RATIO = Math.log(BRUSH_SIZE.max / BRUSH_SIZE.min);
const scale = {
  to: (size: number): number => Math.log(size / BRUSH_SIZE.min) / RATIO,
  from: (at: number): number => Math.round(BRUSH_SIZE.min * Math.exp(at * RATIO)),
};

export function ToolOptions() {
  const tool = toolEntry(useView((s) => s.tool));
  return (
    <Section title={tool.title} side={<kbd>{keysOf(tool.command) ?? tool.key}</kbd>}>
      {tool.options.map((option) => (
        <Row key={typeof option === 'string' ? option : option.field} option={option} />
      ))}
      <PaintOver />
    </Section>
  );
}

function Row({ option }: { option: ToolOption }) {
  const settings = useView((s) => s.toolOptions);
  const set = useView((s) => s.setToolOptions);
  if (option === 'size') return <SizeRow />;
  if (option === 'shape') return <ShapeRow />;
  if (option.kind === 'slider') {
    const { field, label, min, max, unit = '', when } = option;
    if (when && !when(settings)) return null;
    const onChange = (value: number): void => set({ [field]: Math.round(value) });
    return <SliderRow label={label} value={settings[field]} min={min} max={max} step={1} unit={unit} onChange={onChange} />;
  }
  if (option.kind === 'check')
    return (
      <div className="choice-row">
        <Check checked={settings[option.field]} onChange={(on) => set({ [option.field]: on })}>
          {option.label}
        </Check>
      </div>
    );
  return (
    <div className="choice-row">
      <span className="label">{option.label}</span>
      <Segmented
        label={option.label}
        value={settings[option.field] as string}
        options={option.choices}
        onChange={(value) => set({ [option.field]: value } as Partial<ToolSettings>)}
      />
    </div>
  );
}

function SizeRow() {
  const size = useView((s) => s.brushSize);
  const setSize = useView((s) => s.setBrushSize);
  return <SliderRow label="Size" value={size} {...BRUSH_SIZE} step={1} unit=" px" scale={scale} onChange={setSize} />;
}

const SHAPES = [
  { value: 'round', title: 'Round' },
  { value: 'square', title: 'Square' },
] as const;

function ShapeRow() {
  const shape = useView((s) => s.brushShape);
  const set = useView((s) => s.set);
  return (
    <div className="choice-row">
      <span className="label">Shape</span>
      <Segmented label="Shape" value={shape} options={SHAPES} onChange={(brushShape) => set({ brushShape })} />
    </div>
  );
}
