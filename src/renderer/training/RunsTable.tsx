// Every run: a table ordered by any of its columns, filtered by words and tags, and virtual, so that 500 runs scroll as five do.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChartSpline, Layers3, Search, SearchX, X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { RunId } from '../../shared/domain';
import { tagCounts } from '../../shared/training/runList';
import { prefer, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Said';
import { importWeights } from './models';
import { pickRun } from './pick';
import { ParallelRuns } from './ParallelRuns';
import { RUN_COLUMNS } from './runColumns';
import { orderRunsBy, searchRuns, toggleTag, useListedRuns, useRunList, useRuns } from './runList';
import { RunRow } from './RunRow';
import { chooseRuns, isActive, useTraining } from './state';
import './runs.css';

/** Pixels; runs.css says the same. */
const ROW = 32;
const HEAD = 30;

export function RunsTable() {
  const none = useRuns().length === 0;
  const parallel = usePreferences((s) => s.runsParallel);
  if (none) {
    return (
      <div className="no-runs">
        <Empty icon={Layers3} title="No runs yet" actions={<Button onClick={() => void importWeights()}>Import weights…</Button>}>
          The preset at the left is a good first run. While it trains, its curves grow here; correct masks meanwhile.
        </Empty>
      </div>
    );
  }
  return (
    <div className="runs-box">
      <Bar />
      {parallel && <ParallelRuns />}
      <Rows />
    </div>
  );
}

/** As many tags as have room; the others are found by typing. */
const TAGS = 5;

function Bar() {
  const runs = useRuns();
  const listed = useListedRuns().length;
  const search = useRunList((s) => s.search);
  const parallel = usePreferences((s) => s.runsParallel);
  const tags = useMemo(() => tagCounts(runs), [runs]);
  return (
    <header>
      <h3>Runs</h3>
      <span className="dim" role="status">
        {listed === runs.length ? runs.length : `${listed} of ${runs.length}`}
      </span>
      <div className="input search">
        <Search size={13} className="dim" />
        <input
          type="search"
          value={search}
          placeholder="Find runs"
          aria-label="Find runs"
          title="Words of name, net, preset, state, note or tags; #word is a tag"
          spellCheck={false}
          onChange={(event) => searchRuns(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && searchRuns('')}
        />
        {search !== '' && (
          <Button look="plain" small icon label="Clear" onClick={() => searchRuns('')}>
            <X size={13} />
          </Button>
        )}
      </div>
      <span className="tag-chips">
        {tags.slice(0, TAGS).map(({ tag, runs: n }) => (
          <button
            key={tag}
            type="button"
            className="chip"
            aria-pressed={search === `#${tag}`}
            title={`Runs tagged ${tag}`}
            onClick={() => toggleTag(tag)}
          >
            {tag} <span className="count">{n}</span>
          </button>
        ))}
      </span>
      <span className="grow" />
      <Button
        small
        icon
        label="Parallel coordinates"
        tip="Parallel coordinates: how settings and scores hang together"
        aria-pressed={parallel}
        onClick={() => prefer({ runsParallel: !parallel })}
      >
        <ChartSpline size={14} />
      </Button>
      <Button small tip="Make a run of a net that Keras trained" onClick={() => void importWeights()}>
        Import weights…
      </Button>
    </header>
  );
}

function Head() {
  const order = usePreferences((s) => s.runsOrder);
  return (
    <tr>
      {RUN_COLUMNS.map(({ by, title, tip, look }) => {
        const mine = order.by === by;
        return (
          <th key={by} scope="col" className={look} aria-sort={mine ? (order.down ? 'descending' : 'ascending') : undefined}>
            <button type="button" title={`${tip}. Click to order by it, again for the other way`} onClick={() => orderRunsBy(by)}>
              <span className="cut">{title}</span>
              {mine && (order.down ? <ArrowDown size={11} aria-hidden /> : <ArrowUp size={11} aria-hidden />)}
            </button>
          </th>
        );
      })}
    </tr>
  );
}

function Rows() {
  const runs = useListedRuns();
  const busy = useSession((s) => s.runs.some(isActive));
  const main = useTraining((s) => s.selected);
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<RunId | null>(null);
  const order = useMemo(() => runs.map((run) => run.id), [runs]);
  const virtual = useVirtualizer({
    count: runs.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    overscan: 8,
    getItemKey: (index) => order[index] ?? index,
  });
  const reached = [focused, main].find((id) => id !== null && order.includes(id)) ?? order[0];

  const focusRow = (index: number): void => {
    const id = order[index];
    if (id === undefined) return;
    setFocused(id);
    virtual.scrollToIndex(index, { align: 'auto' });
    // Once the row is there.
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`tr[data-id="${id}"]`)?.focus({ preventScroll: true }));
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if ((event.target as HTMLElement).tagName !== 'TR') return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW) / ROW) - 2);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
    const at = order.indexOf(reached ?? (-1 as RunId));
    if (step !== undefined) {
      const to = Math.min(order.length - 1, Math.max(0, at + step));
      focusRow(to);
      const id = order[to];
      // With Ctrl the choice stays as it is; Ctrl+Space adds to it.
      if (id !== undefined && !event.ctrlKey) pickRun(id, event.shiftKey ? 'range' : 'alone', order);
    } else if (event.key.toLowerCase() === 'a' && event.ctrlKey) chooseRuns(order);
    else if (event.key === 'Escape' && main !== null) chooseRuns([main]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (runs.length === 0) {
    return (
      <div className="runs none-found">
        <Empty icon={SearchX} title="No run matches" actions={<Button onClick={() => searchRuns('')}>Show all</Button>}>
          No run’s name, net, preset, state, note or tags hold all of these words.
        </Empty>
      </div>
    );
  }
  const items = virtual.getVirtualItems();
  const before = (items[0]?.start ?? HEAD) - HEAD;
  const after = Math.max(0, virtual.getTotalSize() - (items.at(-1)?.end ?? HEAD) + HEAD);
  return (
    <div ref={box} className="runs-scroll" onKeyDown={onKeyDown}>
      <table className="runs" aria-multiselectable aria-rowcount={runs.length + 1}>
        <thead>
          <Head />
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} />}
          {items.map(({ index }) => {
            const run = runs[index];
            return run && <RunRow key={run.id} run={run} busy={busy} place={index + 1} order={order} reached={run.id === reached} />;
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  );
}

/** Where the rows are that are not drawn. */
const Gap = ({ height }: { height: number }) => (
  <tr aria-hidden className="gap">
    <td style={{ height }} />
  </tr>
);
