// The goal: what is to be reached, how far it is, and how many frames are left.
import { Target } from 'lucide-react';
import type { Goal } from '../../shared/contract/queue';
import { studio } from '../api';
import { Section } from '../inspector/Section';
import { told } from '../state/notices';
import { useQueue } from '../state/queue';
import { useRun, useSession } from '../state/session';
import { useView } from '../state/view';
import { Button } from '../ui/Button';
import { Menu, type MenuEntry } from '../ui/Menu';
import { Progress } from '../ui/Progress';
import { refreshGoal } from './followQueue';
import { goalWords, leftWords, measureOfGoal, progressOf } from './goal';

const GOALS: readonly Goal[] = [
  { kind: 'none' },
  { kind: 'reviewed', frames: 20 },
  { kind: 'reviewed', frames: 100 },
  { kind: 'all-reviewed', set: 'held-out' },
  { kind: 'all-reviewed', set: 'all' },
  { kind: 'iou', least: 0.9, set: 'held-out' },
  { kind: 'iou', least: 0.95, set: 'held-out' },
  { kind: 'suspicion', most: 0.2 },
  { kind: 'suspicion', most: 0.1 },
];

async function choose(goal: Goal): Promise<void> {
  const before = useQueue.getState().goal;
  useQueue.setState({ goal });
  if ((await told(studio.queue.setGoal({ goal }))) === undefined) useQueue.setState({ goal: before });
  else refreshGoal();
}

const entry = (goal: Goal, now: Goal): MenuEntry => ({
  title: goalWords(goal),
  checked: JSON.stringify(goal) === JSON.stringify(now),
  run: () => void choose(goal),
});

export function GoalSection() {
  const goal = useQueue((s) => s.goal);
  const frames = useSession((s) => s.frames);
  const measure = measureOfGoal(goal);
  const measured = useQueue((s) => (measure ? s.measures.get(measure) : undefined));
  const run = useRun(useView((s) => s.run));
  const progress = progressOf(goal, frames, measured?.rows);
  const reached = progress !== null && progress.total > 0 && progress.done === progress.total;
  const by = measure && run ? `by ${run.name}${measured ? `, epoch ${measured.epoch}` : ''}` : '';
  return (
    <Section title="Goal" side={progress ? `${progress.done} of ${progress.total}` : undefined}>
      <Menu entries={GOALS.map((one) => entry(one, goal))} align="start">
        <Button wide className="queue-order" tip="What to reach; the project remembers it">
          <Target size={14} />
          <span className="grow cut">{goalWords(goal)}</span>
        </Button>
      </Menu>
      {progress && (
        <>
          <Progress label="Frames that reach the goal" done={progress.done} total={Math.max(1, progress.total)} />
          <p className={reached ? 'goal-left reached' : 'goal-left'} role="status">
            {measure && !run ? 'Choose a run: the goal is told by its predictions.' : [leftWords(progress), by].filter(Boolean).join(', ')}
          </p>
        </>
      )}
    </Section>
  );
}
