// The divider between run A at the left and run B at the right: dragged, or moved by keys. It moves without React: it is in the hand.
import { useEffect, useRef } from 'react';
import { splitAt } from '../../shared/overlay/pair';
import { services } from '../canvas/services';
import { useLive } from '../state/live';
import { useFrame } from '../state/session';
import { useView } from '../state/view';

const STEP = 0.01;
const LARGE = 0.1;

const move = (to: number): void => useView.setState({ swipe: Math.min(1, Math.max(0, to)) });

function Divider({ width, height }: { width: number; height: number }) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (): void => {
      const { viewport } = services().controller;
      const { swipe } = useView.getState();
      const at = viewport.toScreen(splitAt(swipe, width), 0);
      const foot = viewport.toScreen(0, height);
      const element = line.current;
      if (!element) return;
      element.style.transform = `translate(${Math.round(at.x)}px, ${Math.max(0, at.y)}px)`;
      element.style.height = `${Math.max(0, foot.y - Math.max(0, at.y))}px`;
      element.setAttribute('aria-valuenow', String(Math.round(swipe * 100)));
    };
    place();
    return useView.subscribe((view, before) => {
      if (view.swipe !== before.swipe || view.viewVersion !== before.viewVersion) place();
    });
  }, [width, height]);
  const drag = (event: React.PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement!.getBoundingClientRect();
    move(services().controller.viewport.toImage(event.clientX - box.left, 0).x / width);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const { swipe } = useView.getState();
    const by = event.shiftKey ? LARGE : STEP;
    const to = { ArrowLeft: swipe - by, ArrowRight: swipe + by, Home: 0, End: 1, Enter: 0.5 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(to);
  };
  return (
    <div
      ref={line}
      className="swipe-divider"
      role="slider"
      aria-label="Divider: run A at its left, run B at its right"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      tabIndex={0}
      data-testid="swipe"
      title="Drag, or the arrow keys (Shift = by tens); double click = middle"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        event.preventDefault();
      }}
      onPointerMove={drag}
      onDoubleClick={() => move(0.5)}
      onKeyDown={onKeyDown}
    >
      <b className="left">A</b>
      <i />
      <b className="right">B</b>
    </div>
  );
}

export function SwipeDivider() {
  const swiping = useView((s) => s.compare.kind === 'runs' && s.compare.show === 'swipe' && s.showPrediction);
  const frame = useFrame(useLive((s) => s.shown));
  return swiping && frame ? <Divider width={frame.width} height={frame.height} /> : null;
}
