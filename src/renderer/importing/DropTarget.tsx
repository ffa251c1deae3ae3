// A folder or an annotation file dropped anywhere on the window is imported.
import { useEffect, useRef, useState } from 'react';
import { notify } from '../state/notices';
import { useSession } from '../state/session';
import { importDropped } from './actions';
import '../shell/shell.css';

const hasFiles = (event: DragEvent): boolean => [...(event.dataTransfer?.types ?? [])].includes('Files');

export function DropTarget() {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  useEffect(() => {
    const set = (to: number): void => {
      depth.current = Math.max(0, to);
      setOver(depth.current > 0);
    };
    const enter = (event: DragEvent): void => {
      if (hasFiles(event)) set(depth.current + 1);
    };
    const leave = (event: DragEvent): void => {
      if (hasFiles(event)) set(depth.current - 1);
    };
    const move = (event: DragEvent): void => {
      // Whatever is dropped, the window must not try to open it.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = hasFiles(event) ? 'copy' : 'none';
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      set(0);
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      const { project } = useSession.getState();
      if (!project) notify({ tone: 'info', message: 'Open or create a project first; then drop it there.' });
      else if (project.readOnly === null) void importDropped(file);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', move);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', move);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over ? <div className="drop-target">Drop a folder of frames or masks, or a .json, .xml or .zip of annotations</div> : null;
}
