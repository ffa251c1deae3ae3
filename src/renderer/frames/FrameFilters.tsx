// Search, filters with their counts, the order of the list, and how far the review is.
import { ArrowDownNarrowWide, ArrowDownUp, ListFilter, Search, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { percent, short } from '../format';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu } from '../ui/Menu';
import { Progress } from '../ui/Progress';
import { Tip } from '../ui/Tip';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { whyNot } from '../review/QueueSection';
import { useQueue } from '../state/queue';
import { useTraining } from '../training/state';
import { FILTERS, GROUP_NAMES, GROUPS, isQueueSort, type Filter, type Group, type Sort } from './order';
import { listIsFiltered, showAll, toggleFilter, useFrameList } from './state';

const SAID: Record<Filter, string> = {
  'to review': 'Frames with a mask that nobody has reviewed',
  unseen: 'Frames that nobody has edited or judged',
  'in progress': 'Frames that somebody has begun to edit',
  reviewed: 'Frames that were marked reviewed',
  flagged: 'Frames flagged for another look',
  train: 'Frames that runs are trained on',
  'held-out': 'Frames kept out of training, to measure with',
  'no set': 'Frames that are neither trained on nor held out',
  'has mask': 'Frames with a mask',
  'no mask': 'Frames without a mask',
  edited: 'Frames whose mask was changed by hand',
};
const GROUP_TITLES: Record<Group, string> = { review: 'Review', set: 'Set', mask: 'Mask' };
/** Always at hand; the others are one click away, and beside these while they are chosen. */
const QUICK: readonly Filter[] = ['to review', 'held-out', 'flagged'];
const SORT_TITLES: Record<Sort, string> = {
  name: 'By name',
  'name, from the end': 'By name, from the end',
  review: 'By review: flagged first, reviewed last',
  worst: 'Worst first: lowest IoU at the top',
  boundary: 'Largest boundary error first',
  uncertainty: 'Least sure first: highest entropy at the top',
  suspicion: 'Most suspect masks first',
  runs: 'Where the chosen runs disagree most',
  epochs: 'Where the last kept epochs disagree most',
  flips: 'Where a frame and its mirror image disagree most',
  pair: 'Where the two compared runs disagree most',
  spread: 'Spread over the sequence: farthest from all reviewed frames',
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
        title="Names and notes that hold every word"
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

function Chip({ filter }: { filter: Filter }) {
  const chosen = useFrameList((s) => s.filters.has(filter));
  const n = useFrameList((s) => s.tally.counts[filter]);
  return (
    <Tip words={SAID[filter]}>
      <button type="button" className={n === 0 ? 'chip none' : 'chip'} aria-pressed={chosen} onClick={() => toggleFilter(filter)}>
        {filter} <span className="count">{short(n)}</span>
      </button>
    </Tip>
  );
}

function FilterButton() {
  const chosen = useFrameList((s) => s.filters.size);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button icon className="sort" label="Filters" tip="Filters" aria-pressed={chosen > 0}>
          <ListFilter size={14} />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover filters"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          // The box, not its first chip, whose tooltip would lie over the others.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
        >
          {GROUP_NAMES.map((group) => (
            <section key={group} role="group" aria-label={GROUP_TITLES[group]}>
              <h4>{GROUP_TITLES[group]}</h4>
              <div className="chips">
                {GROUPS[group].map((filter: Filter) => (
                  <Chip key={filter} filter={filter} />
                ))}
              </div>
            </section>
          ))}
          <p className="dim">Any of one line, and all lines together. The counts say what each would leave.</p>
          <Button small disabled={chosen === 0} keys={keysOf('frames.all')} onClick={showAll}>
            Show all
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function SortButton() {
  const sort = useFrameList((s) => s.sort);
  const run = useView((s) => s.run);
  const Icon = sort === 'name' ? ArrowDownUp : ArrowDownNarrowWide;
  const pair = useQueue((s) => s.pair !== null);
  const chosen = useTraining((s) => new Set([...s.chosen, ...(run === null ? [] : [run])]).size);
  const entries = (Object.keys(SORT_TITLES) as Sort[])
    .filter((one) => one !== 'pair' || pair)
    .map((one) => ({
      title: SORT_TITLES[one],
      checked: one === sort,
      side: isQueueSort(one) ? whyNot(one, run !== null, chosen, pair) : undefined,
      run: () => useFrameList.setState({ sort: one }),
    }));
  return (
    <Menu entries={entries} align="end">
      <Button icon className="sort" label="Order of the list" tip={SORT_TITLES[sort]} aria-pressed={sort !== 'name'}>
        <Icon size={14} />
      </Button>
    </Menu>
  );
}

/** '12 of 30 reviewed', and how many the filters leave. */
function HowFar() {
  const { reviewed, masked } = useFrameList((s) => s.tally);
  const shown = useFrameList((s) => s.shown.length);
  const filtered = useFrameList(listIsFiltered);
  const total = useSession((s) => s.frameIds.length);
  return (
    <div className="how-far">
      {filtered && (
        <span className="found" role="status">
          {shown} of {total} frames
        </span>
      )}
      {masked > 0 && (
        <>
          <Tip words={`${percent(reviewed / masked)} of the frames with a mask are reviewed`}>
            <span className="dim">
              {reviewed} of {masked} reviewed
            </span>
          </Tip>
          <Progress label="Frames reviewed" done={reviewed} total={masked} />
        </>
      )}
    </div>
  );
}

export function FrameFilters() {
  const filters = useFrameList((s) => s.filters);
  const all = useFrameList((s) => s.tally.found);
  const shown = FILTERS.filter((filter) => QUICK.includes(filter) || filters.has(filter));
  return (
    <div className="frame-filters">
      <div className="top">
        <SearchBox />
        <FilterButton />
        <SortButton />
      </div>
      <div className="chips" role="group" aria-label="Show">
        <Tip words="Every frame">
          <button
            type="button"
            className="chip"
            aria-pressed={filters.size === 0}
            onClick={() => useFrameList.setState({ filters: new Set() })}
          >
            all <span className="count">{short(all)}</span>
          </button>
        </Tip>
        {shown.map((filter) => (
          <Chip key={filter} filter={filter} />
        ))}
      </div>
      <HowFar />
    </div>
  );
}
