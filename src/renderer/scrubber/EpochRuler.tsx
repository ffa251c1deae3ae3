// One tick an epoch, the kept ones bright, loss and held-out IoU behind them; dragging goes through what the run knew when.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { RunDetail } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { score } from '../format';
import { loadRunDetail } from '../state/sessionEvents';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { curveOf, epochAt, epochsOn, xOf, type CurveDot } from './epochCurve';
import { epochNumber, keptEpochs, nearestKept, stepEpoch } from './epochs';
import { tipAt } from './frameTicks';
import { useRulerCanvas, type Colours, type Size } from './useRulerCanvas';
import { useScrub } from './useScrub';

const TICKS = 6;

function drawCurve(context: CanvasRenderingContext2D, dots: readonly CurveDot[], { width, height }: Size, epochs: number): void {
  const room = height - TICKS - 6;
  context.beginPath();
  for (const { epoch, y } of dots) context.lineTo(xOf(epoch, width, epochs), 3 + (1 - y) * room);
  context.stroke();
}

function drawEpochs(context: CanvasRenderingContext2D, detail: RunDetail, size: Size, colour: Colours): void {
  const { width, height } = size;
  const epochs = epochsOn(detail);
  context.lineJoin = 'round';
  context.lineWidth = 1.2;
  context.strokeStyle = colour('--track');
  drawCurve(
    context,
    curveOf(detail.epochs, ({ loss }) => (loss === null ? null : Math.log(Math.max(loss, 1e-12)))),
    size,
    epochs,
  );
  const iou = curveOf(detail.epochs, ({ heldOut }) => heldOut.meanIoU);
  context.lineWidth = 1.5;
  context.strokeStyle = colour('--good');
  drawCurve(context, iou, size, epochs);
  const best = iou.find(({ epoch }) => epoch === detail.run.bestEpoch);
  if (best) {
    context.beginPath();
    context.arc(xOf(best.epoch, width, epochs), 3 + (1 - best.y) * (height - TICKS - 6), 3.5, 0, 2 * Math.PI);
    context.stroke();
  }
  const kept = new Set(keptEpochs(detail));
  const part = width / epochs;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const is = kept.has(epoch);
    // Ticks closer than 3 pixels would be a bar: then only the kept ones are drawn.
    if (!is && part < 3) continue;
    context.fillStyle = colour(is ? '--text' : '--line');
    context.fillRect(xOf(epoch, width, epochs) - 1, height - (is ? TICKS : TICKS - 2), 2, TICKS);
  }
}

export function EpochRuler({ run }: { run: RunId }) {
  const detail = useSession((s) => s.runDetails.get(run));
  const epoch = useView((s) => s.epoch);
  const setEpoch = useView((s) => s.setEpoch);
  const [hover, setHover] = useState<number | null>(null);
  useEffect(() => {
    if (!detail) void loadRunDetail(run);
  }, [run, detail]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, size: Size, colour: Colours) => detail && drawEpochs(context, detail, size, colour),
    [detail],
  );
  const { place, canvas, size } = useRulerCanvas(draw);
  const kept = useMemo(() => keptEpochs(detail), [detail]);
  const epochs = detail ? epochsOn(detail) : 1;
  const now = epochNumber(detail, epoch);
  const choose = (next: number | null | undefined): void => {
    if (next !== null && next !== undefined && next !== epoch) setEpoch(next);
  };
  const scrub = useScrub({
    to: (x, width) => choose(nearestKept(kept, epochAt(x, width, epochs))),
    step: (by) => stepEpoch(by > 0 ? 1 : -1),
    end: (which) => choose(which === 'first' ? kept[0] : kept.at(-1)),
    hover: setHover,
  });
  const hovered = hover === null ? null : nearestKept(kept, epochAt(hover, size.width, epochs));
  const words = (of: number): string => {
    const record = detail?.epochs.find((one) => one.epoch === of);
    const best = of === detail?.run.bestEpoch ? ' · best' : '';
    const name = detail ? `${detail.run.name} · ` : '';
    const { heldOut, loss = null } = record ?? {};
    const iou = heldOut ? ` · held-out IoU ${score(heldOut.meanIoU)} (mean, above ${heldOut.threshold.toFixed(2)})` : '';
    return `${name}epoch ${of}${best}${iou}${loss === null ? '' : ` · train loss ${loss.toFixed(4)}`}`;
  };
  return (
    <>
      <div className="ruler-label">
        <span>Epochs</span>
        <span>
          {now ?? '–'} / {epochs}
        </span>
      </div>
      <div
        ref={place}
        className="ruler"
        role="slider"
        tabIndex={0}
        aria-label="Epoch"
        aria-valuemin={1}
        aria-valuemax={epochs}
        aria-valuenow={now ?? 1}
        aria-valuetext={now === null ? 'nothing kept yet' : words(now)}
        data-testid="epoch-ruler"
        {...scrub}
      >
        <canvas ref={canvas} />
        {now !== null && <i className="epoch-needle" style={{ left: xOf(now, size.width, epochs) }} />}
        {hovered !== null && (
          <span className="ruler-tip" style={tipAt(xOf(hovered, size.width, epochs), size.width)}>
            {words(hovered)}
          </span>
        )}
        {detail && kept.length === 0 && <span className="ruler-empty">No epoch of this run is kept yet.</span>}
      </div>
    </>
  );
}
