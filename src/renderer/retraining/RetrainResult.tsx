// What a retraining changed, above the picture: held-out mean and pooled IoU before and after, a line a frame, and the question whether to keep the run.
import { Check, ChevronDown, ChevronUp, LoaderCircle, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RetrainedFrame, RetrainReport } from '../../shared/contract/runQueue';
import type { RunSummary } from '../../shared/contract/runs';
import { count, delta, score } from '../format';
import { SplitBadge } from '../frames/SplitBadge';
import { useSession } from '../state/session';
import { useTraining } from '../training/state';
import { Button } from '../ui/Button';
import { Segmented } from '../ui/Segmented';
import { askLater, compareRetrained, dropNew, keepNew, lookAt, openVerdict, unfold, useRetraining } from './state';
import './retraining.css';

export function RetrainResult() {
  const removing = useTraining((s) => s.removing);
  const run = useSession((s) => openVerdict(s.runs, removing));
  const later = useRetraining((s) => run !== undefined && s.later.has(run.id));
  const unfolded = useRetraining((s) => s.unfolded);
  const known = useRetraining((s) => (s.report?.run === run?.id ? s.report : null));
  const id = run?.id;
  useEffect(() => {
    if (id !== undefined) void compareRetrained(id);
  }, [id]);
  if (!run || later) return null;
  const report = known?.report ?? null;
  return (
    <section className="retrain-result" role="status" aria-label={`What ${run.name} changed`} data-testid="retrained">
      <header>
        <b className="cut" title={run.name}>
          {run.name}
        </b>
        <Headline report={report} failure={known?.failure?.message} />
        <span className="acts">
          {report && (
            <Button small look="plain" aria-expanded={unfolded} tip="A line a frame" onClick={() => unfold(!unfolded)}>
              {unfolded ? <ChevronUp size={13} /> : <ChevronDown size={13} />} {unfolded ? 'Less' : 'What changed'}
            </Button>
          )}
          <Verdict run={run} />
        </span>
      </header>
      {unfolded && report && <Frames report={report} />}
    </section>
  );
}

function Verdict({ run }: { run: RunSummary }) {
  const readOnly = useSession((s) => s.project?.readOnly ?? null);
  return (
    <>
      {readOnly === null && (
        <>
          <Button small look="primary" tip="It becomes the shown run" onClick={() => void keepNew(run)}>
            <Check size={13} /> Keep the new run
          </Button>
          <Button small tip="Removed, with Undo; the run that it started from stays" onClick={() => dropNew(run)}>
            <Trash2 size={13} /> Drop it
          </Button>
        </>
      )}
      <Button
        small
        look="plain"
        tip="Ask again when the project is opened; or by the palette: What the retraining changed"
        onClick={() => askLater(run.id)}
      >
        Later
      </Button>
    </>
  );
}

function Headline({ report, failure }: { report: RetrainReport | null; failure: string | undefined }) {
  if (failure !== undefined)
    return (
      <span className="grow wrong cut" title={failure}>
        {failure}
      </span>
    );
  if (!report) {
    return (
      <span className="grow dim">
        <LoaderCircle size={12} className="spin" aria-hidden /> comparing with the run before…
      </span>
    );
  }
  const { heldOut } = report;
  if (heldOut.frames === 0) return <span className="grow dim">no frame was held out from both runs</span>;
  return (
    <span className="grow" title={`${count(heldOut.frames, 'held-out frame')}, threshold ${report.threshold.toFixed(2)}, masks of now`}>
      <span className="dim">held-out mean IoU </span>
      <Change {...heldOut.mean} />
    </span>
  );
}

function Change({ before, after }: { before: number | null; after: number | null }) {
  return (
    <span className="n">
      {score(before)} → <b>{score(after)}</b> {before !== null && after !== null && <Delta value={after - before} />}
    </span>
  );
}

function Delta({ value }: { value: number }) {
  const words = delta(value);
  return <span className={`gain ${words.startsWith('▲') ? 'up' : words.startsWith('▼') ? 'down' : 'none'}`}>{words}</span>;
}

const LISTED = 300;

function Frames({ report }: { report: RetrainReport }) {
  const [first, setFirst] = useState('worse');
  const { parent, run, heldOut, threshold, frames } = report;
  const ordered = first === 'worse' ? frames : [...frames].reverse();
  return (
    <div className="body">
      <p className="dim">
        {parent.name} epoch {parent.epoch} against {run.name} epoch {run.epoch}, road IoU at threshold {threshold.toFixed(2)}, masks of now.
      </p>
      <dl>
        <dt>held-out mean, {count(heldOut.frames, 'frame')}</dt>
        <dd>
          <Change {...heldOut.mean} />
        </dd>
        <dt>held-out pooled</dt>
        <dd>
          <Change {...heldOut.pooled} />
        </dd>
        <dt>held-out frames</dt>
        <dd className="n">
          {heldOut.better} better, {heldOut.worse} worse, {heldOut.frames - heldOut.better - heldOut.worse} as before
        </dd>
      </dl>
      <Segmented
        label="Order"
        value={first}
        options={[
          { value: 'worse', title: 'worse first' },
          { value: 'better', title: 'better first' },
        ]}
        onChange={setFirst}
      />
      <ul>
        {ordered.slice(0, LISTED).map((frame) => (
          <FrameLine key={frame.frame} frame={frame} report={report} />
        ))}
        {ordered.length > LISTED && <li className="dim">and {count(ordered.length - LISTED, 'more frame', 'more frames')}</li>}
      </ul>
    </div>
  );
}

function FrameLine({ frame, report }: { frame: RetrainedFrame; report: RetrainReport }) {
  return (
    <li className={frame.split === 'train' ? 'trained' : undefined}>
      <button type="button" title="Show the frame with the new prediction" onClick={() => lookAt(frame.frame, report.run.run)}>
        <span className="cut grow">{frame.name}</span>
        {frame.corrected && <span className="dim">corrected</span>}
        <SplitBadge split={frame.split} />
        <span className="n">
          {score(frame.before)} → {score(frame.after)}
        </span>
        <span className="n by">
          <Delta value={frame.after - frame.before} />
        </span>
      </button>
    </li>
  );
}
