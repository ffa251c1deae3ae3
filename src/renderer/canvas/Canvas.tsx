// The picture: the middle of the window, edge to edge. React lays out what floats over it; the pixels are the controller's.
import { useEffect, useRef } from 'react';
import { RunsBanner } from '../comparing/RunsBanner';
import { SwipeDivider } from '../comparing/SwipeDivider';
import { ContextMenu } from '../ui/Menu';
import { regionMenu } from './assistCommands';
import './canvas.css';
import { CompareBanner } from './CompareBanner';
import { connectCanvas } from './connect';
import { Hud } from './Hud';
import { Legend } from './Legend';
import { Minimap } from './Minimap';
import { PictureState } from './PictureState';
import { PixelReadout } from './PixelReadout';
import { services } from './services';
import { ToolPalette } from './ToolPalette';
import { ZoomControl } from './ZoomControl';

export function Canvas() {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    connectCanvas();
    return services().controller.attach(element.current!);
  }, []);
  return (
    <div className="rb-canvas">
      <ContextMenu entries={regionMenu}>
        <div ref={element} className="canvas-surface" tabIndex={0} role="application" aria-label="Frame and mask" data-testid="canvas" />
      </ContextMenu>
      <PictureState />
      <ToolPalette />
      <CompareBanner />
      <RunsBanner />
      <SwipeDivider />
      <Minimap />
      <div className="canvas-floor">
        <Hud />
        <div className="canvas-corner">
          <Legend />
          <div className="corner-line">
            <PixelReadout />
            <ZoomControl />
          </div>
        </div>
      </div>
    </div>
  );
}
