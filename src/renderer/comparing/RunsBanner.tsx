// Says which two runs are seen, how, and how far they disagree on this frame; turns, swaps and ends the comparison.
import { ArrowLeftRight, ChevronDown, LoaderCircle, Table2, X } from 'lucide-react';
import { useEffect } from 'react';
import type { EpochChoice, RunId } from '../../shared/domain';
import type { Decision } from '../../shared/prediction/decision';
import { useLive, type Live } from '../state/live';
import { useRun, useSession } from '../state/session';
import { loadRunDetail } from '../state/sessionEvents';
import { NOTHING_COMPARED, useDecision, useView, type PairShow } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu, type MenuEntry } from '../ui/Menu';
import { Segmented } from '../ui/Segmented';
import { predicts, setOther, showAs, swapRuns } from './actions';
import { rememberedOf } from './decisions';
import { openTable } from './state';
import './comparing.css';

interface SideProps {
  letter: 'A' | 'B';
  run: RunId;
  epoch: EpochChoice;
  /** The epoch behind 'best' or 'last', once it is known. */
  real: number | null;
  decision: Decision;
  remembered: boolean;
  /** Seen alone now, of two that blink. */
  lit: boolean;
  choose(run: RunId, epoch: EpochChoice): void;
}

function Side({ letter, run: id, epoch, real, decision, remembered, lit, choose }: SideProps) {
  const run = useRun(id);
  const runs = useSession((s) => s.runs);
  const detail = useSession((s) => s.runDetails.get(id));
  useEffect(() => {
    if (!detail) void loadRunDetail(id);
  }, [id, detail]);
  const kept = detail?.checkpoints ?? [];
  const entries: MenuEntry[] = [
    { label: 'Epoch' },
    { title: 'Best', checked: epoch === 'best', run: () => choose(id, 'best') },
    { title: 'Last', checked: epoch === 'last', run: () => choose(id, 'last') },
    {
      title: 'Kept epochs',
      side: kept.length,
      checked: typeof epoch === 'number',
      disabled: kept.length === 0,
      items: kept.map((one) => ({ title: `Epoch ${one.epoch}`, checked: epoch === one.epoch, run: () => choose(id, one.epoch) })),
    },
    'line',
    { label: 'Run' },
    ...runs.filter(predicts).map((one) => ({ title: one.name, checked: one.id === id, run: () => choose(one.id, 'best') })),
  ];
  const above = `above ${decision.threshold.toFixed(2)}`;
  return (
    <Menu entries={entries} align="start">
      <Button
        small
        look="plain"
        className={`pair-side${lit ? ' lit' : ''}`}
        data-testid={`pair-${letter}`}
        tip={`Run ${letter}: road ${above}, ${remembered ? 'as last chosen for it' : 'as the view is set'}. Click for another run or epoch.`}
      >
        <i className={`swatch-pair-${letter.toLowerCase()}`} aria-hidden />
        <b>{letter}</b>
        <span className="cut">{run?.name ?? 'a run'}</span>
        <span className="dim">
          {real === null ? epoch : `epoch ${real}`}
          <span className="above"> · {above}</span>
        </span>
        <ChevronDown size={12} />
      </Button>
    </Menu>
  );
}

const NOTES: Readonly<Record<PairShow, string>> = {
  overlay: 'The mask is the blue line; painting goes on.',
  swipe: 'Drag the divider. The mask is the blue line; painting goes on.',
  blink: 'Both in one colour: what jumps is what differs. Painting goes on.',
};

function Difference({ pair }: { pair: Live['pair'] }) {
  if (pair.is === 'failed') return <span className="problem">{pair.message}</span>;
  if (!pair.agreement) return <LoaderCircle size={14} className="spin" aria-label="the prediction of B is on its way" />;
  const { both, onlyA, onlyB, neither } = pair.agreement;
  const all = both + onlyA + onlyB + neither;
  const share = (n: number): string => `${((100 * n) / Math.max(1, all)).toFixed(2)} %`;
  return (
    <span title="Share of this frame's pixels, ignored ones left out" data-testid="pair-differ">
      differ in <b>{share(onlyA + onlyB)}</b>
      <span className="dim shares">
        : only A {share(onlyA)}, only B {share(onlyB)}
      </span>
    </span>
  );
}

function Banner({ other, otherEpoch, show }: { other: RunId; otherEpoch: EpochChoice; show: PairShow }) {
  const run = useView((s) => s.run);
  const epoch = useView((s) => s.epoch);
  const blinkOther = useView((s) => s.blinkOther);
  const showMask = useView((s) => s.showMask);
  const real = useLive((s) => s.predictionEpoch);
  const pair = useLive((s) => s.pair);
  const decision = useDecision();
  const remembered = useRun(other) ? rememberedOf(other) : null;
  const { setCompare, showRun } = useView.getState();
  if (run === null) return null;
  const blinking = show === 'blink';
  return (
    <div className="compare-banner runs-banner" role="status" data-testid="compare-runs">
      <div>
        <Side
          {...{ letter: 'A', run, epoch, real, decision, remembered: false, lit: blinking && !blinkOther }}
          choose={(id, of) => showRun(id, of)}
        />
        <Button small icon look="plain" label="Swap A and B" keys={keysOf('compare.swap')} onClick={swapRuns}>
          <ArrowLeftRight size={14} />
        </Button>
        <Side
          {...{ letter: 'B', run: other, epoch: otherEpoch, real: pair.epoch, decision: remembered ?? decision }}
          remembered={remembered !== null}
          lit={blinking && blinkOther}
          choose={(id, of) => setOther({ other: id, otherEpoch: of })}
        />
        <Segmented
          label="How two runs are shown"
          value={show}
          options={[
            { value: 'overlay', title: 'overlay', tip: `Both in one picture (${keysOf('compare.show') ?? 'Alt J'} for the next)` },
            { value: 'swipe', title: 'swipe', tip: 'A left, B right of a divider' },
            { value: 'blink', title: 'blink', tip: `One at a time: ${keysOf('compare.blink') ?? 'J'} shows B, held or pressed` },
          ]}
          onChange={showAs}
        />
      </div>
      <div>
        <Difference pair={pair} />
        <em>{showMask ? NOTES[show] : 'The mask is hidden.'}</em>
        <Button small icon look="plain" label="All frames of these two runs, in a table" onClick={openTable}>
          <Table2 size={14} />
        </Button>
        <Button look="plain" small tip="End the comparison" onClick={() => setCompare(NOTHING_COMPARED)}>
          <X size={13} /> End <kbd>{keysOf('compare.end') ?? 'Esc'}</kbd>
        </Button>
      </div>
    </div>
  );
}

export function RunsBanner() {
  const compare = useView((s) => s.compare);
  return compare.kind === 'runs' ? <Banner {...compare} /> : null;
}
