// Where the window begins: preferences, then the session, then the picture of both.
import '@fontsource-variable/inter';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { connectCanvas } from './canvas/connect';
import { listenForCommands } from './commands';
import { watchComparing } from './comparing/state';
import { watchFrameList } from './frames/state';
import { followReview } from './review/enter';
import { followQueue } from './review/followQueue';
import { followEvents, restoreView } from './state/follow';
import { loadPreferences } from './state/preferences';
import { startSession } from './state/sessionEvents';
import { followTheme } from './state/theme';
import { letGoAfterPointer } from './ui/pointerFocus';
import { keepTurning } from './ui/turning';

async function start(): Promise<void> {
  await loadPreferences();
  restoreView();
  followTheme();
  followEvents();
  followReview();
  connectCanvas();
  watchFrameList();
  followQueue();
  watchComparing();
  listenForCommands();
  letGoAfterPointer();
  keepTurning();
  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    );
  }
  await startSession();
}

void start();
