// One gesture for both rulers: press, drag, keys.
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

export interface ScrubDoor {
  /** `x` in CSS pixels from the ruler's left edge, on a ruler `width` wide. */
  to(x: number, width: number): void;
  step(by: number): void;
  end(which: 'first' | 'last'): void;
  hover?(x: number | null): void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

/** Handlers for the ruler's element. */
export function useScrub(door: ScrubDoor) {
  const box = useRef({ left: 0, width: 1 });
  const measure = (event: PointerEvent<HTMLElement>): number => {
    box.current = event.currentTarget.getBoundingClientRect();
    return event.clientX - box.current.left;
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      door.to(measure(event), box.current.width);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const x = measure(event);
      door.hover?.(x);
      if (event.currentTarget.hasPointerCapture(event.pointerId)) door.to(x, box.current.width);
    },
    onPointerLeave() {
      door.hover?.(null);
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const step = STEPS[event.key];
      if (step !== undefined) door.step(step * (event.shiftKey ? 10 : 1));
      else if (event.key === 'Home') door.end('first');
      else if (event.key === 'End') door.end('last');
      else return;
      event.preventDefault();
    },
  };
}
