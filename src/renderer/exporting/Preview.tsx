// A still of what the export will hold, with its read-out, and a slider over the frames of the range.
import { ImageOff } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ExportRequest } from '../../shared/contract/app';
import type { FrameSummary } from '../../shared/domain';
import type { Failure } from '../../shared/result';
import { score } from '../format';
import { useRun, useSession } from '../state/session';
import { isAbort } from '../state/pictures';
import { FailureBox, Empty } from '../ui/Said';
import { Slider } from '../ui/Slider';
import { drawPreview, loadParts, previewIoU, type PreviewParts } from './preview';
import { useExporting } from './state';

type Style = Pick<ExportRequest, 'run' | 'epoch' | 'show' | 'alpha' | 'threshold' | 'readout'>;

/** The exporter's bar: 28 of KITTI's 375 rows, bounded both ways (engine/video/readout). */
function barHeight(width: number, height: number): number {
  const scale = Math.min(4, Math.max(0.85, Math.min(width / 1000, height / 375)));
  return Math.min(height, 2 * Math.round(14 * scale));
}

function Readout({ parts, style }: { parts: PreviewParts; style: Style }) {
  const run = useRun(style.run);
  const value = useMemo(() => previewIoU(parts, style.threshold), [parts, style.threshold]);
  const { width, height } = parts.frame;
  const share = (barHeight(width, height) / height) * 100;
  const hasMask = parts.mask !== null && style.show !== 'prediction';
  const hasPrediction = parts.probabilities !== null && style.show !== 'mask';
  const legend =
    hasMask && hasPrediction ? ['agreement', 'mask only', 'prediction only'] : hasMask ? ['mask'] : hasPrediction ? ['prediction'] : [];
  return (
    <div className="readout" style={{ height: `${share}%` }}>
      <b className="cut">{parts.frame.name}</b>
      {(parts.split !== 'none' || value !== null) && <em className={parts.split}>{parts.split === 'none' ? 'in no set' : parts.split}</em>}
      {value !== null && (
        <span className={parts.split === 'held-out' ? '' : 'seen'}>
          IoU <b>{score(value)}</b>
        </span>
      )}
      <span className="grow" />
      {hasPrediction && run && (
        <>
          <span className="cut">
            {run.name}, epoch {parts.epoch}
          </span>
          <span>threshold {style.threshold.toFixed(2)}</span>
        </>
      )}
      {legend.map((word) => (
        <span key={word} className="swatch-of">
          <i className={word.replace(' ', '-')} />
          {word}
        </span>
      ))}
    </div>
  );
}

function useParts(
  frame: FrameSummary | undefined,
  { run, epoch, show }: Style,
): { parts: PreviewParts | null; failure: Failure | null; busy: boolean } {
  const [got, setGot] = useState<{ parts: PreviewParts | null; failure: Failure | null }>({ parts: null, failure: null });
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!frame) return;
    const abort = new AbortController();
    // Sliding over many frames asks for none of those passed by.
    const timer = setTimeout(() => {
      setBusy(true);
      loadParts(frame, { run, epoch, show }, abort.signal).then(
        (answer) => {
          if (abort.signal.aborted) return;
          setBusy(false);
          setGot(answer.ok ? { parts: answer.value, failure: null } : { parts: null, failure: answer.error });
        },
        (error: unknown) => {
          if (abort.signal.aborted || isAbort(error)) return;
          setBusy(false);
          setGot({ parts: null, failure: { code: 'unreadable', message: error instanceof Error ? error.message : String(error) } });
        },
      );
    }, 60);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [frame, run, epoch, show]);
  return { ...got, busy };
}

export function Preview({ frames, style }: { frames: readonly FrameSummary[]; style: Style }) {
  const wanted = useExporting((s) => s.preview);
  const at = Math.max(
    0,
    frames.findIndex((frame) => frame.id === wanted),
  );
  const { parts, failure, busy } = useParts(frames[at], style);
  const classes = useSession((s) => s.project?.classes);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { show, alpha, threshold } = style;
  useEffect(() => {
    if (!parts || !canvas.current) return;
    drawPreview(canvas.current, parts, { show, alpha, threshold }, new Map(classes?.map(({ id, colour }) => [id, colour])));
  }, [parts, show, alpha, threshold, classes]);
  if (frames.length === 0)
    return (
      <Empty icon={ImageOff} title="No frames yet">
        Import frames, and a preview of the export appears here.
      </Empty>
    );
  return (
    <div className="preview">
      <div className="still" data-busy={busy || undefined}>
        {failure ? (
          <FailureBox failure={failure} />
        ) : (
          parts && (
            <div className="sheet" style={{ aspectRatio: `${parts.frame.width} / ${parts.frame.height}` }}>
              <canvas ref={canvas} aria-label={`Preview of ${parts.frame.name}`} />
              {style.readout && <Readout parts={parts} style={style} />}
            </div>
          )
        )}
      </div>
      <div className="along">
        <span className="dim">
          {at + 1} / {frames.length}
        </span>
        <Slider
          label="Frame of the preview"
          value={at}
          min={0}
          max={Math.max(1, frames.length - 1)}
          step={1}
          words={frames[at]?.name ?? ''}
          disabled={frames.length < 2}
          onChange={(index) => useExporting.setState({ preview: frames[Math.round(index)]?.id ?? null })}
        />
        <span className="cut">{frames[at]?.name}</span>
      </div>
    </div>
  );
}
