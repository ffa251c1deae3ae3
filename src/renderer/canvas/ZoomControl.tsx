// How large the frame is seen, and every way to change it without the wheel.
import { Maximize, Minus, Plus } from 'lucide-react';
import { useView } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu, type MenuEntry } from '../ui/Menu';
import { services } from './services';
import { runView } from './viewCommands';

const SCALES = [0.5, 1, 2, 4, 8, 16, 32, 64];

const item = (title: string, name: string, checked?: boolean): MenuEntry => ({
  title,
  keys: keysOf(name),
  run: () => runView(name),
  ...(checked === undefined ? {} : { checked }),
});

export function ZoomControl() {
  const zoom = useView((s) => s.zoom);
  const grid = useView((s) => s.showGrid);
  const minimap = useView((s) => s.showMinimap);
  const entries: MenuEntry[] = [
    item('Fit the frame', 'canvas.fit'),
    ...SCALES.map((scale) =>
      scale === 1
        ? item('100 %', 'canvas.actualSize')
        : { title: `${scale * 100} %`, run: () => services().controller.viewport.setScale(scale) },
    ),
    'line',
    item('Pixel grid', 'canvas.grid', grid),
    item('Overview', 'canvas.minimap', minimap),
  ];
  return (
    <div className="zoom-control" role="group" aria-label="Zoom">
      <Button look="plain" small icon label="Zoom out" keys={keysOf('canvas.zoomOut')} onClick={() => runView('canvas.zoomOut')}>
        <Minus size={14} />
      </Button>
      <Menu entries={entries} align="end">
        <Button look="plain" small className="zoom-now" data-testid="zoom" title="Zoom">
          {Math.round(zoom * 100)} %
        </Button>
      </Menu>
      <Button look="plain" small icon label="Zoom in" keys={keysOf('canvas.zoomIn')} onClick={() => runView('canvas.zoomIn')}>
        <Plus size={14} />
      </Button>
      <Button look="plain" small icon label="Fit the frame" keys={keysOf('canvas.fit')} onClick={() => runView('canvas.fit')}>
        <Maximize size={13} />
      </Button>
    </div>
  );
}
