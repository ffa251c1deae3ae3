// The read-out at the picture's foot: which frame, how well the prediction agrees with the mask, what this stroke gained.
import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { delta, score } from '../format';
import { SplitBadge } from '../frames/SplitBadge';
import { useLive } from '../state/live';
import { useFrame, useRun } from '../state/session';
import { useView } from '../state/view';

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

/** 'unet 14, epoch 38, above 0.46': no score without what it is a score of. */
function useMeasured(): string | null {
  const run = useRun(useLive((s) => s.predictionRun));
  const epoch = useLive((s) => s.predictionEpoch);
  const threshold = useView((s) => s.threshold);
  return run && epoch !== null ? `${run.name} · epoch ${epoch} · above ${threshold.toFixed(2)}` : null;
}

function Agreement() {
  const chosen = useView((s) => s.run);
  const iou = useLive((s) => s.iou);
  const gain = useLive((s) => s.gain);
  const state = useLive((s) => s.prediction);
  const message = useLive((s) => s.predictionMessage);
  const split = useFrame(useLive((s) => s.shown))?.split;
  const measured = useMeasured();
  if (chosen === null) return null;
  if (state === 'failed') {
    return (
      <Reading title="prediction">
        <span className="problem">{message}</span>
      </Reading>
    );
  }
  return (
    <>
      <Reading
        title={<>IoU, mask vs prediction{state === 'busy' && <LoaderCircle size={10} className="spin" aria-label="predicting" />}</>}
      >
        {iou === null ? (
          <span className="dim">{measured ? 'no mask yet' : '–'}</span>
        ) : (
          <>
            <b className={split === 'train' ? 'dim' : undefined} data-testid="live-iou">
              {score(iou)}
            </b>
            {split === 'train' && <em className="badge train">train</em>}
          </>
        )}
        {measured && <span className="measured">{measured}</span>}
      </Reading>
      {gain !== null && (
        <Reading title="this stroke">
          <Gain gain={gain} />
        </Reading>
      )}
    </>
  );
}

export function Hud() {
  const frame = useFrame(useLive((s) => s.shown));
  const zoom = useView((s) => s.zoom);
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
      <Reading title="zoom">{Math.round(zoom * 100)} %</Reading>
    </dl>
  );
}
