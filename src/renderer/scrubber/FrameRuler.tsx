// One tick a frame, coloured and as high as its IoU, the train/held-out band beneath; dragging scrubs.
import { useCallback, useMemo, useState } from 'react';
import type { FrameId } from '../../shared/domain';
import { score } from '../format';
import { queueNumber } from '../frames/queueNumber';
import { useFrameList } from '../frames/state';
import { useStored } from '../state/measured';
import { useScores, useSession, type ScoreSet } from '../state/session';
import { useView } from '../state/view';
import { columnsOf, gradeOf, heightOf, indexAt, tipAt, type Column } from './frameTicks';
import { useRulerCanvas, type Colours, type Size } from './useRulerCanvas';
import { useScrub } from './useScrub';

const BAND = 3;
const GAP = 4;

const GRADES = { good: '--good', fair: '--grade-fair', warn: '--warn', bad: '--bad' } as const;

function drawColumns(context: CanvasRenderingContext2D, columns: readonly Column[], { height }: Size, colour: Colours): void {
  const foot = height - BAND - GAP;
  for (const { x, width, iou, worst, mask, split, listed } of columns) {
    const tick = Math.max(1, width - Math.min(2, width / 3));
    // What is not known steps back behind what is.
    const tall = iou === null ? (mask ? 0.16 : 0.08) : heightOf(iou);
    // And what was trained on behind what was held out: its score says little.
    context.globalAlpha = listed ? (split === 'train' && iou !== null ? 0.5 : 1) : 0.3;
    context.fillStyle = iou === null ? colour('--track') : colour(GRADES[gradeOf(iou)]);
    context.fillRect(x, foot - foot * tall, tick, foot * tall);
    if (iou !== null && worst !== null && worst < iou) {
      context.fillStyle = colour(GRADES[gradeOf(worst)]);
      context.fillRect(x, foot - foot * heightOf(worst), tick, foot * heightOf(worst));
    }
    context.globalAlpha = listed ? 1 : 0.3;
    context.fillStyle = colour(split === 'held-out' ? '--warn-text' : split === 'train' ? '--train-band' : '--line');
    context.fillRect(x, height - BAND, Math.max(1, width - Math.min(1, width / 4)), BAND);
  }
  context.globalAlpha = 1;
}

export function FrameRuler() {
  const frames = useSession((s) => s.frames);
  const places = useSession((s) => s.places);
  const frame = useView((s) => s.frame);
  const order = useView((s) => s.order);
  const sort = useFrameList((s) => s.sort);
  const run = useView((s) => s.run);
  const epoch = useView((s) => s.epoch);
  const goTo = useView((s) => s.goTo);
  const playRange = useView((s) => s.playRange);
  const exact = useScores(run, epoch);
  const scores = exact?.byFrame;
  // Going through the epochs of a run, the ticks stay what they were until the next epoch's are there; in words there are none meanwhile.
  const [last, setLast] = useState<ScoreSet | undefined>(exact);
  if (exact && exact !== last) setLast(exact);
  const drawn = scores ?? (last?.run === run ? last.byFrame : undefined);
  const [hover, setHover] = useState<number | null>(null);

  const listed = useMemo(() => (order && order.length < frames.length ? new Set(order) : null), [order, frames]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, size: Size, colour: Colours) => {
      const columns = columnsOf(
        frames,
        size.width,
        (id) => drawn?.get(id)?.iou,
        (id) => listed?.has(id) ?? true,
      );
      drawColumns(context, columns, size, colour);
    },
    [frames, drawn, listed],
  );
  const { place, canvas, size } = useRulerCanvas(draw);

  const count = frames.length;
  const at = frame === null ? -1 : (places.get(frame) ?? -1);
  const go = (index: number): void => {
    const next = frames[Math.min(count - 1, Math.max(0, index))];
    if (next && next.id !== useView.getState().frame) goTo(next.id);
  };
  const scrub = useScrub({
    to: (x, width) => go(indexAt(x, width, count)),
    step: (by) => go(at + by),
    end: (which) => go(which === 'first' ? 0 : count - 1),
    hover: setHover,
  });
  const width = size.width / Math.max(1, count);
  const hovered = hover === null || count === 0 ? undefined : frames[indexAt(hover, size.width, count)];
  const stored = useStored(run, epoch);
  const words = (of: (typeof frames)[number]): string => {
    const iou = scores?.get(of.id)?.iou;
    const number = sort === 'worst' ? undefined : queueNumber(sort, of.id)?.words;
    const parts = [of.name, of.split === 'none' ? 'no set' : of.split, iou === undefined ? '' : `IoU ${score(iou)} (${stored})`, number];
    return parts.filter(Boolean).join(' · ');
  };
  const current = frames[at];
  const placed = (frame: FrameId): number => (places.get(frame) ?? 0) * width;
  return (
    <>
      <div className="ruler-label">
        <span>Frames</span>
        <span>
          {at + 1} / {count}
        </span>
      </div>
      <div
        ref={place}
        className="ruler"
        role="slider"
        tabIndex={0}
        aria-label="Frame"
        aria-valuemin={1}
        aria-valuemax={Math.max(1, count)}
        aria-valuenow={at + 1}
        aria-valuetext={current && words(current)}
        data-testid="frame-ruler"
        {...scrub}
      >
        <canvas ref={canvas} />
        {playRange && (
          <i
            className="play-range"
            style={{ left: placed(playRange.from), width: Math.max(2, placed(playRange.to) + width - placed(playRange.from)) }}
          />
        )}
        {at >= 0 && <i className="frame-mark" style={{ left: (at + 0.5) * width, width: Math.max(9, width + 5) }} />}
        {hovered && (
          <span className="ruler-tip" style={tipAt(hover!, size.width)}>
            {words(hovered)}
          </span>
        )}
      </div>
    </>
  );
}
