// The list of frames: virtual, so that 10,000 scroll as 30 do; the arrow keys move through it.
import { useVirtualizer } from '@tanstack/react-virtual';
import { FolderInput, SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { runCommand } from '../commands';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Empty, FailureBox } from '../ui/Said';
import { FrameFilters } from './FrameFilters';
import { FrameRow } from './FrameRow';
import { BulkBar } from './BulkBar';
import { NOBODY, pickAll, pickNone, pickTo, showAll, useFrameList } from './state';
import './frames.css';

const ROW = 44;

function Rows() {
  const shown = useFrameList((s) => s.shown);
  const frame = useView((s) => s.frame);
  const picked = useFrameList((s) => s.picked);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: (index) => shown[index] ?? index,
  });
  const at = frame === null ? -1 : shown.indexOf(frame);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW) / ROW) - 1);
    if (event.key === 'Escape' && picked !== NOBODY) {
      event.preventDefault();
      return pickNone();
    }
    if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return pickAll();
    }
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || shown.length === 0) return;
    event.preventDefault();
    const to = shown[Math.min(shown.length - 1, Math.max(0, at + step))];
    if (to === undefined) return;
    // With Shift the choice grows from where it began; without, it is given up.
    if (event.shiftKey) pickTo(to);
    else pickNone();
    useView.getState().goTo(to);
  };
  return (
    <div
      ref={box}
      id="frame-list"
      className="frame-list"
      role="listbox"
      aria-label="Frames"
      aria-multiselectable
      tabIndex={0}
      aria-activedescendant={at < 0 || frame === null ? undefined : `frame-${frame}`}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize() }} className="frame-rows">
        {virtual.getVirtualItems().map((item) => {
          const id = shown[item.index];
          if (id === undefined) return null;
          return (
            <FrameRow
              key={id}
              id={id}
              top={item.start}
              chosen={id === frame}
              picked={picked.has(id)}
              position={item.index + 1}
              total={shown.length}
            />
          );
        })}
      </div>
    </div>
  );
}

function Nothing() {
  const loaded = useSession((s) => s.framesLoaded);
  const failure = useSession((s) => s.framesFailure);
  const total = useSession((s) => s.frameIds.length);
  if (failure) return <FailureBox failure={failure} />;
  if (!loaded) return null;
  if (total === 0) {
    return (
      <Empty
        icon={FolderInput}
        title="No frames yet"
        actions={
          <Button keys={keysOf('frames.import')} onClick={() => runCommand('frames.import')}>
            Import frames…
          </Button>
        }
      >
        Choose a KITTI training folder or any folder of pictures, or drop one here.
      </Empty>
    );
  }
  return (
    <Empty icon={SearchX} title="No frame matches" actions={<Button onClick={() => showAll()}>Show all</Button>}>
      None of the {total} frames passes this filter.
    </Empty>
  );
}

export function FrameList() {
  const none = useFrameList((s) => s.shown.length === 0);
  const total = useSession((s) => s.frameIds.length);
  return (
    <div className="frames-panel">
      {total > 0 && <FrameFilters />}
      {none ? <Nothing /> : <Rows />}
      <BulkBar />
    </div>
  );
}
