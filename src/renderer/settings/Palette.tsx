// The command palette: every command by its words, frames and runs by their names.
import { Command as Cmdk } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { commandsNow, runCommand, whyNotNow } from '../commands';
import { shownChord, type Command } from '../keyboard';
import { prefer, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { closeDialog, picturesShown, showTab, useShell } from '../state/shell';
import { useView } from '../state/view';
import { selectRun } from '../training/state';
import './settings.css';

const MOST_FRAMES = 8;

function then(run: () => void): () => void {
  return () => {
    closeDialog();
    // After the dialog is gone: a command may open another one, or want the focus.
    requestAnimationFrame(run);
  };
}

function Frames({ search }: { search: string }) {
  const frames = useSession((s) => s.frames);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const found = frames.filter((frame) => words.every((word) => frame.name.toLowerCase().includes(word))).slice(0, MOST_FRAMES);
  if (found.length === 0) return null;
  return (
    <Cmdk.Group heading="Frames">
      {found.map((frame) => (
        <Cmdk.Item
          key={frame.id}
          value={`frame ${frame.name}`}
          onSelect={then(() => {
            if (!picturesShown(useShell.getState().tab)) showTab('annotate');
            useView.getState().goTo(frame.id);
          })}
        >
          {frame.name}
          <span className="side">{frame.split}</span>
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

function Runs({ search }: { search: string }) {
  const runs = useSession((s) => s.runs);
  if (search.trim() === '') return null;
  return (
    <Cmdk.Group heading="Runs">
      {runs
        .filter((run) => run.bestEpoch !== null)
        .map((run) => (
          <Cmdk.Item key={run.id} value={`show run ${run.name} ${run.id}`} onSelect={then(() => selectRun(run.id))}>
            Show {run.name}
            <span className="side">{run.bestMeanIoU === null ? '' : `mean IoU ${run.bestMeanIoU.toFixed(3)}`}</span>
          </Cmdk.Item>
        ))}
    </Cmdk.Group>
  );
}

/** As many as are kept in mind; the rest is found by its words. */
const RECENT = 5;

function remember(name: string): void {
  const { recentCommands } = usePreferences.getState();
  prefer({ recentCommands: [name, ...recentCommands.filter((other) => other !== name)].slice(0, RECENT) });
}

/** One that cannot be run now is there too, and says why. */
function Entry({ command, recent = false }: { command: Command; recent?: boolean }) {
  const why = whyNotNow(command);
  const run = then(() => {
    remember(command.name);
    runCommand(command.name);
  });
  return (
    <Cmdk.Item value={`${command.title} ${command.group}${recent ? ' recent' : ''}`} disabled={why !== null} onSelect={run}>
      <span className="cut">{command.title}</span>
      {command.keys[0] && <kbd>{shownChord(command.keys[0])}</kbd>}
      {why && <span className="side">{why}</span>}
    </Cmdk.Item>
  );
}

export function Palette() {
  const [search, setSearch] = useState('');
  const recent = usePreferences((s) => s.recentCommands);
  const offered = commandsNow().filter((command) => !command.quiet);
  const groups = [...new Set(offered.map((command) => command.group))];
  // What can be run first; it is told apart from what cannot, not left out.
  const inOrder = (of: readonly Command[]): Command[] =>
    [...of].sort((a, b) => Number(whyNotNow(a) !== null) - Number(whyNotNow(b) !== null));
  const lately =
    search === '' ? recent.flatMap((name) => offered.find((one) => one.name === name) ?? []).filter((one) => !whyNotNow(one)) : [];
  return (
    <Radix.Root open onOpenChange={(open) => !open && closeDialog()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content className="palette" aria-describedby={undefined}>
          <Radix.Title className="sr-only">Commands</Radix.Title>
          <Cmdk label="Commands" loop>
            <Cmdk.Input autoFocus value={search} onValueChange={setSearch} placeholder="Type a command, a frame or a run" />
            <Cmdk.List>
              <Cmdk.Empty>Nothing is called that.</Cmdk.Empty>
              {lately.length > 0 && (
                <Cmdk.Group heading="Lately">
                  {lately.map((command) => (
                    <Entry key={command.name} command={command} recent />
                  ))}
                </Cmdk.Group>
              )}
              {groups.map((group) => (
                <Cmdk.Group key={group} heading={group}>
                  {inOrder(offered.filter((command) => command.group === group && !lately.includes(command))).map((command) => (
                    <Entry key={command.name} command={command} />
                  ))}
                </Cmdk.Group>
              ))}
              <Runs search={search} />
              <Frames search={search} />
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
