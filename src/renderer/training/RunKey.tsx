// The sign of a run in legends and read-outs: its colour and its shape.
import { OPEN, SHAPE_LINES } from './plotMarks';
import { runColour, runShape } from './curves';

export function RunKey({ id }: { id: number }) {
  const shape = runShape(id);
  const colour = runColour(id);
  const paint = OPEN.has(shape) ? { fill: 'none', stroke: colour, strokeWidth: 1.6 } : { fill: colour };
  return (
    <svg className="run-sign" width={10} height={10} viewBox="-5 -5 10 10" aria-hidden style={paint}>
      {shape === 'circle' ? (
        <circle r={3.4} />
      ) : (
        <path
          d={SHAPE_LINES[shape]
            .map((line) => `M${line.map(([x, y]) => `${3.4 * x} ${3.4 * y}`).join('L')}${OPEN.has(shape) ? '' : 'Z'}`)
            .join('')}
        />
      )}
    </svg>
  );
}
