// The picture: the middle of the window, edge to edge. React lays out what floats over it; the pixels are the controller's.
import { useEffect, useRef } from 'react';
import './canvas.css';
import { connectCanvas } from './connect';
import { Hud } from './Hud';
import { Legend } from './Legend';
import { PictureState } from './PictureState';
import { services } from './services';
import { ToolPalette } from './ToolPalette';

export function Canvas() {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    connectCanvas();
    return services().controller.attach(element.current!);
  }, []);
  return (
    <div className="rb-canvas">
      <div ref={element} className="canvas-surface" tabIndex={0} role="application" aria-label="Frame and mask" data-testid="canvas" />
      <PictureState />
      <ToolPalette />
      <div className="canvas-floor">
        <Hud />
        <Legend />
      </div>
    </div>
  );
}
