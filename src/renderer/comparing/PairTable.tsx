// All frames of two runs: how well each does, by how much they differ, where they disagree; beneath the picture, which a click goes to.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, GitCompareArrows, X } from 'lucide-react';
import { memo, useEffect, useMemo, useRef } from 'react';
import type { PairRow } from '../../shared/contract/compare';
import { delta, score } from '../format';
import { useView } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Progress } from '../ui/Progress';
import { Empty, Said } from '../ui/Said';
import { toggleComparison } from './actions';
import { differenceOf, ordered, setOf, type Column } from './order';
import { Summary } from './Summary';
import { cancel, closeTable, orderFrames, refresh, useComparing } from './state';

const ROW = 26;

const BADGES = { train: 'train', 'held-out': 'held-out', none: 'not held out' } as const;
const setWords = ({ splitA, splitB }: PairRow): string => {
  const of = (split: PairRow['splitA']): string =>
    split === 'train' ? 'trained on it' : split === 'held-out' ? 'held it out' : 'never saw it';
  return `A ${of(splitA)}, B ${of(splitB)}`;
};

const Row = memo(function Row({ row, top, shown }: { row: PairRow; top: number; shown: boolean }) {
  const set = setOf(row);
  const difference = differenceOf(row);
  const way = difference === null || Math.abs(difference) < 0.0005 ? 'none' : difference > 0 ? 'up' : 'down';
  return (
    <div
      className="pair-row"
      role="row"
      style={{ transform: `translateY(${top}px)` }}
      aria-selected={shown}
      data-seen={set !== 'held-out' || undefined}
      data-frame={row.name}
      onClick={() => useView.getState().goTo(row.frame)}
    >
      <span role="cell" className="cut" title={row.name}>
        {row.name}
      </span>
      <span role="cell" title={setWords(row)}>
        <em className={`badge ${set}`}>{BADGES[set]}</em>
      </span>
      <span role="cell" className="n">
        {score(row.iouA)}
      </span>
      <span role="cell" className="n">
        {score(row.iouB)}
      </span>
      <span role="cell" className={`n gain ${way}`}>
        {difference === null ? '–' : delta(difference)}
      </span>
      <span role="cell" className="n">
        {row.disagreement === null ? '–' : `${(100 * row.disagreement).toFixed(2)} %`}
      </span>
    </div>
  );
});

const COLUMNS: readonly (readonly [column: Column | null, title: string, tip: string])[] = [
  ['name', 'Frame', 'By name'],
  [null, 'Set', 'What the frame was to the two runs'],
  ['iouA', 'IoU A', 'IoU of road of run A against the mask as it is now'],
  ['iouB', 'IoU B', 'IoU of road of run B against the mask as it is now'],
  ['difference', 'B − A', 'By how much B is better than A'],
  ['disagreement', 'Disagreement', 'Share of the pixels that the two decide differently, ignored ones left out'],
];

function Head() {
  const { by, down } = useComparing((s) => s.sort);
  return (
    <div className="pair-row pair-head" role="row">
      {COLUMNS.map(([column, title, tip], i) =>
        column === null ? (
          <span key={title} role="columnheader" title={tip}>
            {title}
          </span>
        ) : (
          <button
            key={title}
            type="button"
            role="columnheader"
            className={i > 1 ? 'n' : undefined}
            title={tip}
            aria-sort={by === column ? (down ? 'descending' : 'ascending') : 'none'}
            onClick={() => useComparing.setState({ sort: { by: column, down: by === column ? !down : column !== 'name' } })}
          >
            {title}
            {by === column && (down ? <ArrowDown size={12} /> : <ArrowUp size={12} />)}
          </button>
        ),
      )}
    </div>
  );
}

function Rows({ rows, busy }: { rows: readonly PairRow[]; busy: boolean }) {
  const { by, down } = useComparing((s) => s.sort);
  const frame = useView((s) => s.frame);
  const list = useMemo(() => ordered(rows, by, down), [rows, by, down]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: list.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 10 });
  const at = list.findIndex((row) => row.frame === frame);
  // The table begins with its first rows, where what one looks for is; it follows the frame from then on.
  const seen = useRef(frame);
  useEffect(() => {
    if (at >= 0 && seen.current !== frame) virtual.scrollToIndex(at, { align: 'auto' });
    seen.current = frame;
  }, [at, frame, virtual]);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || list.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const to = list[Math.min(list.length - 1, Math.max(0, at + step))];
    if (to) useView.getState().goTo(to.frame);
  };
  return (
    <div
      ref={box}
      className="pair-rows"
      role="rowgroup"
      tabIndex={0}
      aria-label="Frames of both runs"
      aria-busy={busy}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = list[item.index];
          return row && <Row key={row.frame} row={row} top={item.start} shown={row.frame === frame} />;
        })}
      </div>
    </div>
  );
}

function Table() {
  const comparing = useView((s) => s.compare.kind === 'runs');
  const is = useComparing((s) => s.is);
  const message = useComparing((s) => s.message);
  const done = useComparing((s) => s.done);
  const total = useComparing((s) => s.total);
  const found = useComparing((s) => s.found);
  const again = (
    <Button small onClick={refresh}>
      {is === 'failed' ? 'Try again' : 'Go on'}
    </Button>
  );
  return (
    <section className="pair-table" aria-label="Frames of two runs" data-testid="pair-table">
      <header>
        <h3>Frames of two runs</h3>
        {is === 'busy' && total > 0 && (
          <>
            <span className="bar">
              <Progress label="Frames compared" done={done} total={total} />
            </span>
            <span className="dim n">
              {done} of {total}
            </span>
            <Button small look="plain" tip="What is counted already is kept" onClick={cancel}>
              Cancel
            </Button>
          </>
        )}
        <span className="grow" />
        {found && (
          <Button small tip="The frame list and the queue go where the two disagree most" onClick={orderFrames}>
            Order the frames by it
          </Button>
        )}
        <Button small icon look="plain" label="Close the table" keys={keysOf('compare.table')} onClick={closeTable}>
          <X size={14} />
        </Button>
      </header>
      {!comparing ? (
        <Empty
          icon={GitCompareArrows}
          title="No two runs are compared"
          actions={
            <Button keys={keysOf('compare.runs')} onClick={toggleComparison}>
              Compare two runs
            </Button>
          }
        >
          The shown run is A. B is chosen above the picture.
        </Empty>
      ) : (
        <>
          {is === 'failed' && (
            <Said tone="bad" actions={again}>
              {message}
            </Said>
          )}
          {is === 'cancelled' && <Said actions={again}>The comparison was cancelled. What was counted is kept.</Said>}
          {found && is !== 'failed' && <Summary found={found} stale={is !== 'ready'} />}
          {found && found.rows.length > 0 && is !== 'failed' && (
            <div role="table" aria-rowcount={found.rows.length} className="pair-grid">
              <Head />
              <Rows rows={found.rows} busy={is === 'busy'} />
            </div>
          )}
        </>
      )}
    </section>
  );
}

export const PairTable = () => (useComparing((s) => s.open) ? <Table /> : null);
