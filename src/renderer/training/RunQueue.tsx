// The runs that wait for their turn: order, expected time, and what holds them. Nothing at all while none waits.
import { ArrowDown, ArrowUp, Pause, Play, X } from 'lucide-react';
import { useMemo } from 'react';
import type { RunSummary } from '../../shared/contract/runs';
import { expectedTime, expectedTimes } from '../../shared/training/estimate';
import { netTitle } from '../../shared/training/runList';
import { about, count } from '../format';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { ContextMenu, type MenuEntry } from '../ui/Menu';
import { Said } from '../ui/Said';
import { goOn, hold, move, queuedOf, startNow, takeOut } from './runQueue';
import { isActive } from './state';
import './runQueue.css';

/** 'about 12 min', 'more than 12 min' where some have no run alike yet; empty where none has. */
export function timeWords(runs: readonly RunSummary[], configs: readonly RunSummary['config'][]): string {
  const { seconds, known } = expectedTimes(runs, configs);
  if (known === 0) return '';
  return `${known === configs.length ? 'about' : 'more than'} ${about(seconds)}`;
}

export function RunQueue() {
  const runs = useSession((s) => s.runs);
  const { held, why } = useSession((s) => s.runQueue);
  const readOnly = useSession((s) => s.project?.readOnly ?? null);
  const queue = useMemo(() => queuedOf(runs), [runs]);
  if (queue.length === 0) return null;
  const active = runs.find(isActive);
  const time = timeWords(
    runs,
    queue.map(({ config }) => config),
  );
  return (
    <section className="run-queue" aria-label="Queue of runs" data-testid="run-queue">
      <header>
        <h3>Queue</h3>
        <span className="dim grow cut">
          {[count(queue.length, 'run'), time, held ? '' : active ? `the next begins when ${active.name} ends` : 'beginning…']
            .filter(Boolean)
            .join(' · ')}
        </span>
        {readOnly === null &&
          (held ? (
            <Button small look="primary" tip="Train them, one after the other" onClick={() => void goOn()}>
              <Play size={13} /> Go on with {count(queue.length, 'queued run')}
            </Button>
          ) : (
            <Button small tip="None begins until you say so; what trains now goes on" onClick={() => void hold()}>
              <Pause size={13} /> Hold
            </Button>
          ))}
      </header>
      {held && why && <Said tone="warn">{why}</Said>}
      <ol>
        {queue.map((run) => (
          <Row
            key={run.id}
            run={run}
            last={run.place === queue.length}
            active={active}
            time={expectedTime(runs, run.config)?.seconds ?? null}
            fixed={readOnly !== null}
          />
        ))}
      </ol>
    </section>
  );
}

interface RowProps {
  run: RunSummary;
  last: boolean;
  active: RunSummary | undefined;
  time: number | null;
  fixed: boolean;
}

function Row({ run, last, active, time, fixed }: RowProps) {
  const first = run.place === 1;
  const now = active ? `Stop ${active.name} and start this one` : 'Start now';
  const entries = (): MenuEntry[] => [
    { title: now, disabled: fixed, run: () => void startNow(run) },
    'line',
    { title: 'Sooner', disabled: first || fixed, run: () => void move(run, -1) },
    { title: 'Later', disabled: last || fixed, run: () => void move(run, 1) },
    'line',
    { title: 'Take out of the queue', danger: true, disabled: fixed, run: () => void takeOut(run) },
  ];
  return (
    <ContextMenu entries={entries}>
      <li data-run={run.name}>
        <span className="n dim">{run.place}</span>
        <b className="cut" title={run.name}>
          {run.name}
        </b>
        <span className="dim cut">
          {[run.sweep, netTitle(run), run.config.preset, `${run.config.width}×${run.config.height}`].filter(Boolean).join(' · ')}
        </span>
        <span className="n dim" title={time === null ? 'No run like it has been trained yet' : 'As a run like it took'}>
          {time === null ? '–' : about(time)}
        </span>
        <span className="acts">
          <Button small look="plain" icon disabled={fixed} label={now} onClick={() => void startNow(run)}>
            <Play size={13} />
          </Button>
          <Button small look="plain" icon disabled={first || fixed} label="Sooner" onClick={() => void move(run, -1)}>
            <ArrowUp size={13} />
          </Button>
          <Button small look="plain" icon disabled={last || fixed} label="Later" onClick={() => void move(run, 1)}>
            <ArrowDown size={13} />
          </Button>
          <Button small look="plain" icon disabled={fixed} label="Take out of the queue" onClick={() => void takeOut(run)}>
            <X size={13} />
          </Button>
        </span>
      </li>
    </ContextMenu>
  );
}
