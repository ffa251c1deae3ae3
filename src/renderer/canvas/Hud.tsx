// The read-out at the picture's foot: which frame, how well the prediction agrees with the mask, what this stroke gained.
import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { delta, score } from '../format';
import { SplitBadge } from '../frames/SplitBadge';
import { useLive } from '../state/live';
import { useMeasured } from '../state/measured';
import { useRole } from '../state/roles';
import { useFrame, useRun } from '../state/session';
import { useView, type Against } from '../state/view';
import { MovedMark } from '../training/MovedBadge';

function Reading({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="reading">
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Gain({ gain }: { gain: number }) {
  const words = delta(gain);
  const way = words.startsWith('▲') ? 'up' : words.startsWith('▼') ? 'down' : 'none';
  return <span className={`gain ${way}`}>{words}</span>;
}

const Train = () => <em className="badge train">train</em>;

/** What the mask is held against, for a heading: 'IoU, mask vs prediction'. */
const VS: Record<Against, string> = { prediction: 'prediction', before: 'before', reference: 'reference' };

function Numbers({ measured, trained }: { measured: string | null; trained: boolean }) {
  const against = useView((s) => s.against);
  const iou = useLive((s) => s.iou);
  const boundary = useLive((s) => s.boundary);
  const gain = useLive((s) => s.gain);
  const busy = useLive((s) => (against === 'prediction' ? s.prediction : s.opponent.is) === 'busy');
  const seen = trained ? 'dim' : undefined;
  const run = useRun(useLive((s) => s.predictionRun));
  return (
    <>
      <Reading
        title={
          <>
            IoU, mask vs {VS[against]}
            {busy && <LoaderCircle size={10} className="spin" aria-label="on its way" />}
          </>
        }
      >
        {iou === null ? (
          <span className="dim">{busy ? '–' : 'no mask yet'}</span>
        ) : (
          <>
            <b className={seen} data-testid="live-iou">
              {score(iou)}
            </b>
            {trained && <Train />}
          </>
        )}
        {measured && (
          <span className="measured" title={measured}>
            {measured.replace(/post-processed: [^·]+(?= ·|$)/, 'post-processed')}
          </span>
        )}
        {measured && <MovedMark run={run} />}
      </Reading>
      {iou !== null && (
        <Reading title="boundary IoU">
          <span className={seen} data-testid="live-boundary" title="Edges in a band of 2 pixels">
            {score(boundary)}
          </span>
        </Reading>
      )}
      {gain !== null && (
        <Reading title="this stroke">
          <Gain gain={gain} />
        </Reading>
      )}
    </>
  );
}

const Said = ({ title, children, bad }: { title: string; children: string; bad?: boolean }) => (
  <Reading title={title}>
    <span className={bad ? 'problem' : 'dim'}>{children}</span>
  </Reading>
);

function Agreement() {
  const against = useView((s) => s.against);
  const chosen = useView((s) => s.run);
  const state = useLive((s) => s.prediction);
  const message = useLive((s) => s.predictionMessage);
  const opponent = useLive((s) => s.opponent);
  const role = useRole(useRun(chosen), useFrame(useLive((s) => s.shown)));
  const measured = useMeasured();
  if (against === 'before') return <Numbers measured={null} trained={false} />;
  if (against === 'reference') {
    if (opponent.is === 'missing') return <Said title="mask vs reference">no imported mask on this frame</Said>;
    if (opponent.is === 'failed') return <Said title="mask vs reference" bad children={opponent.message} />;
    return <Numbers measured={null} trained={false} />;
  }
  if (chosen === null) return null;
  if (state === 'failed') return <Said title="prediction" bad children={message} />;
  // What the run has learned from says little of it.
  return <Numbers measured={measured} trained={role === 'train'} />;
}

export function Hud() {
  const frame = useFrame(useLive((s) => s.shown));
  if (!frame) return null;
  return (
    <dl className="hud" data-testid="hud">
      <Reading title="frame">
        <span className="hud-name" title={frame.name}>
          {frame.name}
        </span>
        <SplitBadge split={frame.split} />
      </Reading>
      <Agreement />
    </dl>
  );
}
