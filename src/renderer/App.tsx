// The window: top bar, the view that is open, status bar; dialogs and notices above.
import { Tooltip } from 'radix-ui';
import { About } from './settings/About';
import { DropTarget } from './importing/DropTarget';
import { ExportView } from './exporting/ExportView';
import { NameVersionDialog } from './inspector/NameVersionDialog';
import { FlagDialog } from './review/FlagDialog';
import { ImportDialog } from './importing/ImportDialog';
import { KeysSheet } from './settings/KeysSheet';
import { Palette } from './settings/Palette';
import { SplitDialog } from './importing/SplitDialog';
import { RetrainDialog } from './retraining/RetrainDialog';
import { RetrainResult } from './retraining/RetrainResult';
import { ExportModelDialog } from './training/ExportModelDialog';
import { TrainView } from './training/TrainView';
import { Welcome } from './welcome/Welcome';
import { Banners } from './shell/Banners';
import { ErrorBoundary } from './shell/ErrorBoundary';
import { Notices } from './shell/Notices';
import { StatusBar } from './shell/StatusBar';
import { TopBar } from './shell/TopBar';
import { Workbench } from './shell/Workbench';
import { usePreferences } from './state/preferences';
import { useSession } from './state/session';
import { useShell } from './state/shell';
import './ui/theme.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/surfaces.css';
import './shell/shell.css';

function Stage() {
  const tab = useShell((s) => s.tab);
  const status = useSession((s) => s.status);
  const project = useSession((s) => s.project !== null);
  if (status === 'loading') return null;
  if (!project) return <Welcome />;
  return (
    <ErrorBoundary key={tab}>
      {/* The canvas lives as long as the project is open: other views lie over it. */}
      <Workbench />
      {tab === 'train' && <TrainView />}
      {tab === 'export' && <ExportView />}
    </ErrorBoundary>
  );
}

const DIALOGS = {
  about: About,
  keys: KeysSheet,
  palette: Palette,
  import: ImportDialog,
  split: SplitDialog,
  exportModel: ExportModelDialog,
  retrain: RetrainDialog,
} as const;

function Dialogs() {
  const dialog = useShell((s) => s.dialog);
  const flagging = useShell((s) => s.flagging);
  const naming = useShell((s) => s.naming);
  const Open = dialog && DIALOGS[dialog];
  return (
    <>
      {Open && <Open />}
      {flagging !== null && <FlagDialog id={flagging} />}
      {naming !== null && <NameVersionDialog {...naming} />}
    </>
  );
}

export function App() {
  // A key that was bound anew is shown anew: in tooltips, buttons and menus everywhere.
  usePreferences((s) => s.keys);
  return (
    <Tooltip.Provider delayDuration={450} skipDelayDuration={200}>
      <div className="app">
        <TopBar />
        <Banners />
        <div className="stage">
          <Stage />
          <RetrainResult />
        </div>
        <StatusBar />
      </div>
      <Dialogs />
      <Notices />
      <DropTarget />
    </Tooltip.Provider>
  );
}
