// The whole frame in a corner while only a part of it can be seen; click or drag goes there.
import { useEffect, useRef } from 'react';
import { useLive } from '../state/live';
import { useFrame } from '../state/session';
import { useView } from '../state/view';
import { keysOf } from '../ui/keys';
import { minimapRect, minimapSize, minimapToFrame, type Size } from './minimapPlace';
import { services } from './services';

function Overview({ frame }: { frame: Size }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useLive((s) => s.shown);
  const picture = useLive((s) => s.picture);
  // Zoom and pan move the rectangle; adjustments are seen here too.
  useView((s) => s.viewVersion);
  const look = useView((s) => `${s.brightness} ${s.contrast} ${s.gamma}`);
  const map = minimapSize(frame);
  const visible = services().controller.viewport.visible();
  useEffect(() => {
    const drawing = requestAnimationFrame(() => {
      const context = canvas.current?.getContext('2d');
      const source = services().controller.picture;
      if (!context || !source) return;
      context.imageSmoothingQuality = 'medium';
      context.drawImage(source, 0, 0, context.canvas.width, context.canvas.height);
    });
    return () => cancelAnimationFrame(drawing);
  }, [shown, picture, look, map.width, map.height]);
  const rect = visible && minimapRect(visible, frame, map);
  const go = (event: React.PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = minimapToFrame(event.clientX - box.left, event.clientY - box.top, frame, map);
    services().controller.viewport.centreOn(at.x, at.y);
  };
  const ratio = window.devicePixelRatio;
  return (
    <div
      className="minimap"
      style={{ width: map.width, height: map.height }}
      data-testid="minimap"
      title={`Overview: click or drag to go there (${keysOf('canvas.minimap') ?? 'Shift O'} hides it)`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && go(event)}
    >
      <canvas ref={canvas} width={Math.round(map.width * ratio)} height={Math.round(map.height * ratio)} />
      {rect && <i style={{ left: rect.x, top: rect.y, width: rect.width, height: rect.height }} />}
    </div>
  );
}

export function Minimap() {
  const wanted = useView((s) => s.showMinimap);
  const frame = useFrame(useLive((s) => s.shown));
  const cropped = useView((s) => s.viewVersion >= 0 && services().controller.viewport.cropped);
  return wanted && cropped && frame ? <Overview frame={frame} /> : null;
}
