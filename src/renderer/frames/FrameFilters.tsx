// Search, filters with their counts, and the order of the list.
import { ArrowDownNarrowWide, ArrowDownAZ, Search, X } from 'lucide-react';
import { short } from '../format';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Tip } from '../ui/Tip';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { FILTERS, type Filter } from './order';
import { useFrameList } from './state';

const SAID: Record<Filter, string> = {
  all: 'Every frame',
  'held-out': 'Frames kept out of training, to measure with',
  train: 'Frames that runs are trained on',
  'to review': 'Frames with a mask that nobody has reviewed',
  flagged: 'Frames flagged for another look',
  'no mask': 'Frames without a mask',
  edited: 'Frames whose mask was changed by hand',
};

function SearchBox() {
  const search = useFrameList((s) => s.search);
  const set = (text: string): void => useFrameList.setState({ search: text });
  return (
    <div className="input search">
      <Search size={14} className="dim" />
      <input
        id="frame-search"
        type="search"
        value={search}
        placeholder="Find frames"
        aria-label="Find frames by name"
        spellCheck={false}
        onChange={(event) => set(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            set('');
            event.currentTarget.blur();
          }
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            const first = useFrameList.getState().shown[0];
            if (first !== undefined) useView.getState().goTo(first);
            document.getElementById('frame-list')?.focus();
          }
        }}
      />
      {search === '' ? (
        <kbd>{keysOf('frames.search')}</kbd>
      ) : (
        <Button look="plain" small icon label="Clear" onClick={() => set('')}>
          <X size={14} />
        </Button>
      )}
    </div>
  );
}

function SortButton() {
  const sort = useFrameList((s) => s.sort);
  const run = useView((s) => s.run);
  const worst = sort === 'worst';
  const Icon = worst ? ArrowDownNarrowWide : ArrowDownAZ;
  const said =
    run === null
      ? 'Worst first needs a run: choose one at the top right'
      : worst
        ? 'Worst first: lowest IoU at the top. Click for names'
        : 'By name. Click for the worst first';
  return (
    <Button
      icon
      className="sort"
      label="Worst first"
      tip={said}
      aria-pressed={worst}
      onClick={() => useFrameList.setState({ sort: worst ? 'name' : 'worst' })}
    >
      <Icon size={14} />
    </Button>
  );
}

export function FrameFilters() {
  const filter = useFrameList((s) => s.filter);
  const counts = useFrameList((s) => s.counts);
  const shown = useFrameList((s) => s.shown.length);
  const searching = useFrameList((s) => s.search.trim() !== '');
  const total = useSession((s) => s.frameIds.length);
  return (
    <div className="frame-filters">
      <div className="top">
        <SearchBox />
        <SortButton />
      </div>
      <div className="chips" role="group" aria-label="Show">
        {FILTERS.filter((one) => one === 'all' || one === filter || counts[one] > 0).map((one) => (
          <Tip key={one} words={SAID[one]}>
            <button
              type="button"
              className="chip"
              aria-pressed={filter === one}
              onClick={() => useFrameList.setState({ filter: one === filter ? 'all' : one })}
            >
              {one} <span className="count">{short(counts[one])}</span>
            </button>
          </Tip>
        ))}
      </div>
      {searching && (
        <span className="found dim" role="status">
          {shown} of {total} frames
        </span>
      )}
    </div>
  );
}
