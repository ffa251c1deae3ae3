// 'Show samples': what a run with the form's present settings would see, a few train frames with their masks, drawn anew at will.
import { Images, Shuffle } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RunConfig } from '../../shared/training/config';
import type { Failure } from '../../shared/result';
import { studio } from '../api';
import { chooseImport, openSplit } from '../importing/actions';
import { useSession } from '../state/session';
import { showTab } from '../state/shell';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Progress } from '../ui/Progress';
import { Empty, FailureBox } from '../ui/Said';
import { readForm } from './form';
import { useTraining } from './state';
import './augmentSheet.css';

/** Two rows of four at the usual size: what fits a window of 1440x900. */
const SAMPLES = 8;
const LARGEST_SEED = 2 ** 31;

export function ShowSamples() {
  const [open, setOpen] = useState(false);
  const config = useTraining((s) => readForm(s.values).config);
  return (
    <>
      <Button
        wide
        className="show-samples"
        disabled={!config}
        tip={config ? 'Look at train frames as these settings change them' : 'A setting is not right yet'}
        onClick={() => setOpen(true)}
      >
        <Images size={14} /> Show samples
      </Button>
      {open && config && <AugmentSheet config={config} onClose={() => setOpen(false)} />}
    </>
  );
}

function AugmentSheet({ config, onClose }: { config: RunConfig; onClose(): void }) {
  const [seed, setSeed] = useState(config.seed);
  const usable = useSession((s) => s.frames.some(({ split, mask }) => split === 'train' && mask !== null));
  const { sheet, failure, busy } = useSheet(usable ? config : null, seed);
  return (
    <Dialog
      title="Samples"
      description="Train frames as a run with these settings would see them, each with its mask. Grey squares are ignored."
      width={1120}
      onClose={onClose}
      footer={
        <>
          <span className="dim grow">{usable && `Seed ${seed}`}</span>
          {usable && (
            <Button disabled={busy} onClick={() => setSeed(Math.floor(Math.random() * LARGEST_SEED))} tip="Draw them anew">
              <Shuffle size={14} /> Shuffle
            </Button>
          )}
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="augment-sheet" data-busy={busy || undefined}>
        {busy && <Progress done={0} total={0} label="Drawing samples" />}
        {!usable ? (
          <NoSamples onClose={onClose} />
        ) : failure ? (
          <FailureBox
            failure={failure}
            actions={
              <Button small onClick={() => setSeed(seed + 1)}>
                Try others
              </Button>
            }
          />
        ) : (
          sheet && <img src={sheet.url} width={sheet.width} height={sheet.height} alt={`${SAMPLES} samples drawn with seed ${seed}`} />
        )}
      </div>
    </Dialog>
  );
}

/** What is missing, and the one step that comes next. */
function NoSamples({ onClose }: { onClose(): void }) {
  const frames = useSession((s) => s.frames.length);
  const train = useSession((s) => s.frames.some(({ split }) => split === 'train'));
  const [words, title, next]: [string, string, () => unknown] =
    frames === 0
      ? ['There are no frames yet.', 'Import frames…', chooseImport]
      : !train
        ? ['The frames are not split into train and held-out yet.', 'Split the frames…', openSplit]
        : ['No train frame has a mask yet.', 'Paint masks', () => showTab('annotate')];
  const go = (): void => {
    onClose();
    void next();
  };
  return (
    <Empty icon={Images} title="No samples yet" actions={<Button onClick={go}>{title}</Button>}>
      {words}
    </Empty>
  );
}

interface Drawn {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** The sheet of these settings; while another is drawn, the one before stays. */
function useSheet(config: RunConfig | null, seed: number): { sheet: Drawn | null; failure: Failure | null; busy: boolean } {
  const [drawn, setDrawn] = useState<{ sheet: Drawn | null; failure: Failure | null; seed: number | null }>({
    ...{ sheet: null, failure: null, seed: null },
  });
  useEffect(() => {
    if (!config) return;
    let wanted = true;
    void studio.runs.augmentSheet({ config, n: SAMPLES, seed }).then((answer) => {
      if (!wanted) return;
      if (!answer.ok) return setDrawn({ sheet: null, failure: answer.error, seed });
      const { png, width, height } = answer.value;
      setDrawn({ sheet: { url: URL.createObjectURL(new Blob([png], { type: 'image/png' })), width, height }, failure: null, seed });
    });
    return () => void (wanted = false);
  }, [config, seed]);
  const url = drawn.sheet?.url;
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  return { sheet: drawn.sheet, failure: drawn.failure, busy: config !== null && drawn.seed !== seed };
}
