// A still of what the export will hold, drawn by the exporter itself, and a slider over the frames of the range.
import { Captions, ImageOff } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ExportRequest, PicturePreview } from '../../shared/contract/app';
import type { FrameSummary } from '../../shared/domain';
import type { Failure } from '../../shared/result';
import { useSession } from '../state/session';
import { FailureBox, Empty } from '../ui/Said';
import { Slider } from '../ui/Slider';
import { Previewer, previewWords } from './preview';
import { useExporting } from './state';

interface Got {
  readonly preview: PicturePreview | null;
  readonly failure: Failure | null;
}

/** `version`: what else the picture follows from: the masks, the classes. */
function usePreview(
  frame: FrameSummary | undefined,
  request: PreviewRequest | undefined,
  video: boolean,
  card: boolean,
): Got & { busy: boolean } {
  const [got, setGot] = useState<Got>({ preview: null, failure: null });
  const [busy, setBusy] = useState(false);
  const classes = useSession((s) => s.project?.classes);
  const previewer = useMemo(
    () =>
      new Previewer((answer) => {
        if (answer.ok) setGot({ preview: answer.value, failure: null });
        else if (answer.error.code !== 'cancelled') setGot({ preview: null, failure: answer.error });
      }, setBusy),
    [],
  );
  const key = request && JSON.stringify([request, frame?.id, frame?.mask, video, card, classes]);
  useEffect(() => {
    if (!frame || !request) return previewer.want(null);
    // Sliding over many frames asks for none of those passed by.
    const timer = setTimeout(() => previewer.want({ request, frame: frame.id, video, card }), 60);
    return () => clearTimeout(timer);
    // The key is all of it, by value.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  useEffect(() => () => previewer.want(null), [previewer]);
  return { ...got, busy };
}

type PreviewRequest = ExportRequest & { readonly fps: number };

export function Preview({
  frames,
  request,
  video,
}: {
  frames: readonly FrameSummary[];
  request: PreviewRequest | undefined;
  video: boolean;
}) {
  const wanted = useExporting((s) => s.preview);
  const wantsCard = useExporting((s) => s.card);
  const hasCard = video && request?.title !== '' && request?.titleAs === 'card';
  const at = Math.max(
    0,
    frames.findIndex((frame) => frame.id === wanted),
  );
  const { preview, failure, busy } = usePreview(frames[at], request, video, hasCard && wantsCard);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!preview) return;
    let gone = false;
    void createImageBitmap(new Blob([preview.png.slice()], { type: 'image/png' })).then((bitmap) => {
      const { current } = canvas;
      if (gone || !current) return bitmap.close();
      current.width = preview.width;
      current.height = preview.height;
      current.getContext('2d')?.drawImage(bitmap, 0, 0);
      bitmap.close();
    });
    return () => void (gone = true);
  }, [preview]);
  if (frames.length === 0)
    return (
      <Empty icon={ImageOff} title="No frames yet">
        Import frames, and a preview of the export appears here.
      </Empty>
    );
  const words = preview ? previewWords(preview) : '';
  return (
    <div className="preview">
      <div className="still" data-busy={busy || undefined} aria-busy={busy}>
        {failure ? (
          <FailureBox failure={failure} />
        ) : preview ? (
          <div
            className="sheet"
            style={{
              aspectRatio: `${preview.width} / ${preview.height}`,
              // Whole, whichever side is the tighter one, and never larger than it is.
              width: `min(100cqw, ${preview.width / preview.height} * 100cqh, ${preview.width}px)`,
            }}
          >
            <canvas ref={canvas} role="img" aria-label={`Preview of ${frames[at]?.name}: ${words}`} />
          </div>
        ) : (
          <p className="dim">{request ? 'Drawing the preview…' : 'The preview appears when the form is complete.'}</p>
        )}
      </div>
      <p className="preview-words dim" data-testid="preview-words">
        {words}
      </p>
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
          onChange={(index) => useExporting.setState({ preview: frames[Math.round(index)]?.id ?? null, card: false })}
        />
        {hasCard && (
          <button
            type="button"
            className="card-toggle"
            aria-pressed={wantsCard}
            title="The card that stands before the first frame"
            onClick={() => useExporting.setState({ card: !wantsCard })}
          >
            <Captions size={16} /> Title card
          </button>
        )}
        <span className="cut">{frames[at]?.name}</span>
      </div>
    </div>
  );
}
