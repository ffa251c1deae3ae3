// The edge of a panel, to be dragged; by keyboard with the arrows; a double click gives the usual width back.
import { useRef } from 'react';

export interface ResizerProps {
  label: string;
  value: number;
  min: number;
  max: number;
  usual: number;
  /** Which side of the edge the panel lies on. */
  panel: 'left' | 'right';
  onChange(width: number): void;
}

export function Resizer({ label, value, min, max, usual, panel, onChange }: ResizerProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const sign = panel === 'left' ? 1 : -1;
  const set = (width: number): void => onChange(Math.round(Math.min(max, Math.max(min, width))));
  return (
    <div
      className={`resizer ${panel}`}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: value };
      }}
      onPointerMove={(event) => start.current && set(start.current.width + sign * (event.clientX - start.current.x))}
      onPointerUp={() => (start.current = null)}
      onPointerCancel={() => (start.current = null)}
      onDoubleClick={() => set(usual)}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        set(value + sign * step);
      }}
    />
  );
}
