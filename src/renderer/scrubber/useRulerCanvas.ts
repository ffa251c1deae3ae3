// A canvas as wide as its place, sharp on any screen, drawn again when its size, the theme or what it shows changes.
import { useEffect, useRef, useState, type RefObject } from 'react';

export interface Size {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export type Colours = (name: string) => string;

const NOTHING: Size = { width: 0, height: 0 };

/** `draw` must be the same function until what it shows changes. */
export function useRulerCanvas(draw: (context: CanvasRenderingContext2D, size: Size, colour: Colours) => void): {
  place: RefObject<HTMLDivElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
  size: Size;
} {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState(NOTHING);
  const [theme, setTheme] = useState(0);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const observer = new MutationObserver(() => setTheme((version) => version + 1));
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = canvas.current!;
    const ratio = window.devicePixelRatio;
    element.width = Math.max(1, Math.round(size.width * ratio));
    element.height = Math.max(1, Math.round(size.height * ratio));
    const context = element.getContext('2d')!;
    context.scale(ratio, ratio);
    const style = getComputedStyle(element);
    // Asked for once a tick, and there may be hundreds.
    const known = new Map<string, string>();
    const colour = (name: string): string => {
      const value = known.get(name) ?? style.getPropertyValue(name).trim();
      known.set(name, value);
      return value;
    };
    if (size.width > 0) draw(context, size, colour);
  }, [draw, size, theme]);

  return { place, canvas, size };
}
