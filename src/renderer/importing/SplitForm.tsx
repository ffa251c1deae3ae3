// Which frames train and which are held out: the last N, a share drawn by a seed, or two lists of names; with the outcome before it is done.
import { useState } from 'react';
import type { SplitRule } from '../../shared/contract/frames';
import { studio } from '../api';
import { count } from '../format';
import { told } from '../state/notices';
import { prefer, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { numberOf } from '../../shared/training/values';
import { Button } from '../ui/Button';
import { TextInput } from '../ui/Field';
import { Segmented } from '../ui/Segmented';
import { applySplit } from './actions';
import { splitCounts, splitProblem, usualCount } from './split';

type Kind = SplitRule['kind'];
type Lists = Extract<SplitRule, { kind: 'lists' }>;

const SAID: Record<Kind, string> = {
  last: 'The last names are held out, as in the reference exercise.',
  ratio: 'A share is drawn at random; the same seed draws the same frames.',
  lists: 'Two text files with one name a line. Frames in neither belong to no set.',
};

export function SplitForm({ onDone, label = 'Split' }: { onDone(): void; label?: string }) {
  const frames = useSession((s) => s.frames);
  const kept = usePreferences((s) => s.lastSplit);
  const [kind, setKind] = useState<Kind>('last');
  const [last, setLast] = useState(() => `${usualCount(frames)}`);
  const [ratio, setRatio] = useState(`${Math.round(kept.ratio * 100)}`);
  const [seed, setSeed] = useState(`${kept.seed}`);
  const [lists, setLists] = useState<Lists | null>(null);
  const [busy, setBusy] = useState(false);

  const rule = ruleOf();
  const outcome = rule && splitCounts(frames, rule);
  const problem = outcome
    ? splitProblem(outcome)
    : kind === 'lists'
      ? undefined
      : kind === 'last'
        ? 'A whole number of frames.'
        : 'A share from 1 to 99 % and a whole number as seed.';

  function ruleOf(): SplitRule | null {
    if (kind === 'lists') return lists;
    if (kind === 'last') {
      const number = numberOf(last);
      return Number.isInteger(number) && number >= 0 ? { kind, count: number } : null;
    }
    const [share, drawn] = [numberOf(ratio), numberOf(seed)];
    return share > 0 && share < 100 && Number.isInteger(drawn) ? { kind, ratio: share / 100, seed: drawn } : null;
  }

  const choose = async (): Promise<void> => {
    const chosen = await told(studio.frames.chooseSplitLists({}));
    if (chosen) setLists({ kind: 'lists', ...chosen });
  };
  const apply = async (): Promise<void> => {
    if (!rule || problem) return;
    setBusy(true);
    const done = await applySplit(rule);
    setBusy(false);
    if (rule.kind === 'ratio') prefer({ lastSplit: { ...kept, ratio: rule.ratio, seed: rule.seed } });
    if (done) onDone();
  };

  return (
    <form
      className="split-form"
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <Segmented<Kind>
        label="How to split"
        value={kind}
        options={[
          { value: 'last', title: 'Last names' },
          { value: 'ratio', title: 'Random share' },
          { value: 'lists', title: 'Two lists' },
        ]}
        onChange={setKind}
      />
      <p className="dim">{SAID[kind]}</p>
      {kind === 'last' && (
        <TextInput aria-label="Frames held out" value={last} inputMode="numeric" unit="frames held out" onChange={setLast} autoFocus />
      )}
      {kind === 'ratio' && (
        <div className="pair">
          <TextInput
            aria-label="Held-out share in percent"
            value={ratio}
            inputMode="decimal"
            unit="% held out"
            onChange={setRatio}
            autoFocus
          />
          <TextInput aria-label="Seed" value={seed} inputMode="numeric" unit="seed" onChange={setSeed} />
        </div>
      )}
      {kind === 'lists' && (
        <Button onClick={() => void choose()}>
          {lists ? `${count(lists.train.length, 'train name')}, ${count(lists.heldOut.length, 'held-out name')}` : 'Choose the two lists…'}
        </Button>
      )}
      <div className="outcome">
        <p className={problem ? 'wrong' : 'dim'} role="status">
          {problem ??
            (outcome
              ? `${outcome.train} train · ${outcome.heldOut} held-out${outcome.none > 0 ? ` · ${outcome.none} in neither` : ''}`
              : '')}
        </p>
        <Button type="submit" look="primary" disabled={busy || !rule || problem !== undefined}>
          {label}
        </Button>
      </div>
    </form>
  );
}
