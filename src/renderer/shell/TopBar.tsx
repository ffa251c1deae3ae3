// Project, views, what prediction is shown, and whether everything is saved.
import { Check, ChevronDown, CloudOff, LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { runCommand } from '../commands';
import { count } from '../format';
import { onceAfterDrawing } from '../state/afterDrawing';
import { useSession } from '../state/session';
import { TABS, TAB_TITLES, useShell } from '../state/shell';
import { useView, type View } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu, type MenuEntry } from '../ui/Menu';
import { Tip } from '../ui/Tip';
import { RunChooser } from './RunChooser';
import { openRecent } from './project';

function ProjectMenu() {
  const project = useSession((s) => s.project);
  const recent = useSession((s) => s.recent);
  const item = (title: string, name: string): MenuEntry => ({ title, keys: keysOf(name), run: () => runCommand(name) });
  const others = recent.filter((one) => one.folder !== project?.folder).slice(0, 8);
  const entries: MenuEntry[] = [
    item('New project…', 'project.new'),
    item('Open project…', 'project.open'),
    {
      title: 'Open recent',
      disabled: others.length === 0,
      items: others.map((one) => ({
        title: one.name,
        side: one.missing ? 'not found' : undefined,
        disabled: one.missing,
        run: () => void openRecent(one.id),
      })),
    },
    item('Open the sample project', 'project.sample'),
    ...(project
      ? ([
          'line',
          item('Import frames…', 'frames.import'),
          item('Import an annotation file…', 'frames.importFile'),
          item('Split into train and held-out…', 'frames.split'),
          item('Export…', 'view.export'),
        ] as const)
      : []),
    'line',
    item('Commands…', 'palette.open'),
    item('Keys', 'help.keys'),
    item('Switch between dark and light', 'window.theme'),
    item('About Roadbrush', 'help.about'),
    ...(project ? (['line', item('Close project', 'project.close')] as const) : []),
  ];
  return (
    <Menu entries={entries}>
      <Button look="plain" className="project-button" title={project?.folder}>
        <span className="cut">{project?.name ?? 'Roadbrush'}</span>
        <ChevronDown size={14} />
      </Button>
    </Menu>
  );
}

const SAVING = ['saveState', 'saveMessage', 'unsavedStrokes'] as const;

/** Says at once, in an attribute, how things stand; in words when what was painted is drawn: an edit is seen before its saving is read. */
function SaveState() {
  const line = useRef<HTMLSpanElement>(null);
  const [{ saveState: state, saveMessage: message, unsavedStrokes: strokes }, setShown] = useState(useView.getState);
  useEffect(() => {
    const show = onceAfterDrawing(() => setShown(useView.getState()));
    const follow = ({ saveState }: View): void => {
      line.current?.setAttribute('data-save', saveState);
    };
    follow(useView.getState());
    show();
    return useView.subscribe((view, before) => {
      if (SAVING.every((name) => view[name] === before[name])) return;
      follow(view);
      show();
    });
  }, []);
  const waiting = count(strokes, 'stroke');
  const [icon, word, tip] = {
    saved: [<Check key="i" size={14} />, 'saved', 'Every stroke is in the project on disk.'],
    unsaved: [null, 'unsaved', 'This stroke is saved when the pointer is lifted.'],
    saving: [<LoaderCircle key="i" size={14} className="spin" />, 'saving', `${waiting} on the way to the disk.`],
    failed: [<CloudOff key="i" size={14} />, `${waiting} not saved`, `${message} Roadbrush keeps trying.`],
  }[state];
  return (
    <Tip words={tip}>
      <span ref={line} className={`save-state ${state}`} role="status" data-testid="save-state">
        {icon}
        {word}
      </span>
    </Tip>
  );
}

export function TopBar() {
  const tab = useShell((s) => s.tab);
  const project = useSession((s) => s.project);
  const frames = useSession((s) => s.frames.length);
  return (
    <header className="top-bar">
      <div className="side">
        <ProjectMenu />
        {project && <span className="dim cut">{count(frames, 'frame')}</span>}
        {project?.sample && <span className="badge none">sample</span>}
      </div>
      {project ? (
        <div className="tabs" role="tablist" aria-label="Views">
          {TABS.map((one) => (
            <Tip key={one} words={TAB_TITLES[one]} keys={keysOf(`view.${one}`)}>
              <button type="button" role="tab" className="tab" aria-selected={tab === one} onClick={() => runCommand(`view.${one}`)}>
                {TAB_TITLES[one]}
              </button>
            </Tip>
          ))}
        </div>
      ) : (
        <span />
      )}
      <div className="side end">
        {project && (
          <>
            <RunChooser />
            <SaveState />
          </>
        )}
      </div>
    </header>
  );
}
