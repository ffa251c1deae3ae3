// The queue: what orders it, what its number means, what is still missing for it, and on to the next.
import { ArrowDownWideNarrow, Check, ChevronDown, SkipForward } from 'lucide-react';
import { MEASURE_WORDS } from '../../shared/queue/measures';
import { runCommand } from '../commands';
import { count } from '../format';
import { isQueueSort, QUEUE_SORTS, type QueueSort } from '../frames/order';
import { useFrameList } from '../frames/state';
import { Section } from '../inspector/Section';
import { MEASURE_OF, useQueue } from '../state/queue';
import { useJob, useRun, useSession } from '../state/session';
import { useView } from '../state/view';
import { studio } from '../api';
import { told } from '../state/notices';
import { useTraining } from '../training/state';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu, type MenuEntry } from '../ui/Menu';
import { Progress } from '../ui/Progress';
import { measureAll } from './followQueue';

const SPREAD = 'The frame farthest, along the names, from all that are reviewed: corrections cover the whole drive.';

export function orderTitle(sort: QueueSort, pair: string | null): string {
  const measure = MEASURE_OF[sort];
  if (measure) return MEASURE_WORDS[measure].title;
  return sort === 'spread' ? 'Spread over the sequence' : (pair ?? 'Disagreement of two runs');
}

/** Why an order cannot be had now; undefined where it can. */
export function whyNot(sort: QueueSort, run: boolean, runs: number, pair: boolean): string | undefined {
  if (sort === 'spread') return undefined;
  if (sort === 'pair') return pair ? undefined : 'compare two runs first';
  if (!run) return 'choose a run first';
  return sort === 'runs' && runs < 2 ? 'choose two runs in Train first' : undefined;
}

function useOrders(): MenuEntry[] {
  const order = useQueue((s) => s.order);
  const pair = useQueue((s) => s.pair?.label ?? null);
  const run = useView((s) => s.run);
  const chosen = useTraining((s) => new Set([...s.chosen, ...(run === null ? [] : [run])]).size);
  return QUEUE_SORTS.filter((sort) => sort !== 'pair' || pair !== null).map((sort) => {
    const side = whyNot(sort, run !== null, chosen, pair !== null);
    return {
      title: orderTitle(sort, pair),
      checked: sort === order,
      side,
      disabled: side !== undefined,
      run: () => useFrameList.setState({ sort }),
    };
  });
}

/** What is missing or wrong, and what to do about it. */
function Missing({ sort }: { sort: QueueSort }) {
  const measure = MEASURE_OF[sort];
  const measured = useQueue((s) => (measure ? s.measures.get(measure) : undefined));
  const failure = useQueue((s) => (measure ? s.failures.get(measure) : undefined));
  const job = useJob(useQueue((s) => s.job));
  const run = useRun(useView((s) => s.run));
  if (!measure || !run) return null;
  if (failure !== undefined) return <p className="said wrong">{failure}</p>;
  if (job?.state === 'running') {
    return (
      <div className="queue-job">
        <span className="dim">{job.total > 0 ? `${job.done} of ${job.total}` : 'getting ready'}</span>
        <Button
          small
          look="plain"
          tip="What was measured until then is kept"
          onClick={() => void told(studio.app.cancelJob({ job: job.id }))}
        >
          Cancel
        </Button>
        <Progress label={job.title} done={job.done} total={job.total} />
      </div>
    );
  }
  if (!measured) return <p className="dim">looking…</p>;
  const missing = measured.unpredicted.length;
  const silent = sort === 'suspicion' && measured.rows.size > 0 && [...measured.rows.values()].every(({ value }) => value === 0);
  return (
    <>
      {silent && (
        <p className="dim">So far nothing is contradicted: the net is nowhere that sure. One that was trained longer says more.</p>
      )}
      {missing > 0 && (
        <div className="queue-missing">
          <span className="dim">
            {run.name} has not predicted {count(missing, 'frame')} at epoch {measured.epoch}.
          </span>
          <Button small tip="Predicts them, then measures them: a job that can be cancelled" onClick={() => void measureAll(measure, true)}>
            Predict {count(missing, 'frame')}
          </Button>
        </div>
      )}
      {measured.stale.length > 0 && (
        <div className="queue-missing">
          <span className="dim">{count(measured.stale.length, 'frame')} not measured yet.</span>
          <Button small tip="A job that can be cancelled" onClick={() => void measureAll(measure, false)}>
            Measure {count(measured.stale.length, 'frame')}
          </Button>
        </div>
      )}
    </>
  );
}

export function QueueSection() {
  const listed = useFrameList((s) => s.sort);
  const order = useQueue((s) => s.order);
  const pair = useQueue((s) => s.pair?.label ?? null);
  const sort = isQueueSort(listed) ? listed : order;
  const measure = MEASURE_OF[sort];
  const run = useView((s) => s.run);
  const some = useSession((s) => s.runs.some((one) => one.bestEpoch !== null));
  const left = useSession((s) => s.frames.some((one) => one.mask !== null && one.review !== 'reviewed'));
  const entries = useOrders();
  return (
    <Section title="Queue">
      <Menu entries={entries} align="start">
        <Button wide className="queue-order" tip="What the queue and the list are ordered by">
          <ArrowDownWideNarrow size={14} />
          <span className="grow cut">{orderTitle(sort, pair)}</span>
          <ChevronDown size={14} />
        </Button>
      </Menu>
      <p className="dim queue-means">
        {run === null && sort !== 'spread'
          ? `Without a run the queue goes by name. ${some ? 'Choose one at the top right' : 'Train one'}, and the worst frames come first.`
          : measure
            ? MEASURE_WORDS[measure].means
            : sort === 'spread'
              ? SPREAD
              : 'Share of the pixels that the two decide differently, ignored ones left out.'}
      </p>
      <Missing sort={sort} />
      <Button
        wide
        keys={keysOf('review.next')}
        tip="The next frame of the queue that is held out or not reviewed"
        disabled={!left}
        onClick={() => runCommand('review.next')}
      >
        {left ? <SkipForward size={14} /> : <Check size={14} />}
        {left ? 'Next in the queue' : 'All reviewed'} <kbd>{left ? keysOf('review.next') : ''}</kbd>
      </Button>
    </Section>
  );
}
