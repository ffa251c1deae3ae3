// A run's net for other programs: in which format, of which epoch, and how deep.
import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RunDetail, RunSummary } from '../../shared/contract/runs';
import type { EpochChoice } from '../../shared/domain';
import { MODEL_FORMATS, type ModelFormat } from '../../shared/training/modelFormats';
import { score } from '../format';
import { useSession } from '../state/session';
import { loadRunDetail } from '../state/sessionEvents';
import { closeDialog } from '../state/shell';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { Menu } from '../ui/Menu';
import { Segmented } from '../ui/Segmented';
import { exportModel } from './models';
import { useTraining } from './state';
import '../importing/importing.css';

export function ExportModelDialog() {
  const id = useTraining((s) => s.exporting);
  const run = useSession((s) => s.runs.find((other) => other.id === id));
  return run ? <Choices run={run} /> : null;
}

function Choices({ run }: { run: RunSummary }) {
  const detail = useSession((s) => s.runDetails.get(run.id));
  const [format, setFormat] = useState<ModelFormat>('onnx');
  const [epoch, setEpoch] = useState<EpochChoice>('best');
  const [depth, setDepth] = useState(String(run.config.depth));
  const [busy, setBusy] = useState(false);
  const { width, height, deepSupervision } = run.config;
  useEffect(() => void loadRunDetail(run.id), [run.id]);
  const start = (): void => {
    setBusy(true);
    void exportModel(run, { epoch, depth: deepSupervision ? Number(depth) : null, format }).finally(() => setBusy(false));
  };
  return (
    <Dialog
      title={`Export the model of ${run.name}`}
      width={520}
      onClose={closeDialog}
      footer={
        <>
          <span className="grow dim">
            In: RGB images {width}×{height}, 0 to 1. Out: road probabilities.
          </span>
          <Button look="primary" autoFocus disabled={busy} onClick={start}>
            {busy ? 'Choosing where…' : 'Export…'}
          </Button>
        </>
      }
    >
      <div className="ways" role="radiogroup" aria-label="Format">
        {MODEL_FORMATS.map(({ value, title, sentence }) => (
          <button key={value} type="button" role="radio" className="way" aria-checked={format === value} onClick={() => setFormat(value)}>
            <i className="radio" />
            <span>
              {title}
              <span className="dim">{sentence}</span>
            </span>
          </button>
        ))}
      </div>
      <div className="model-choices">
        <Field label="Epoch" hint={epochWords(run, detail, epoch)}>
          <EpochMenu run={run} detail={detail} epoch={epoch} onChange={setEpoch} />
        </Field>
        {deepSupervision && (
          <Field label="Depth" hint="A net cut at a smaller depth is faster and a little worse.">
            <Segmented
              label="Depth"
              value={depth}
              options={['1', '2', '3', '4'].map((value) => ({ value, title: value }))}
              onChange={setDepth}
            />
          </Field>
        )}
      </div>
    </Dialog>
  );
}

interface EpochMenuProps {
  run: RunSummary;
  detail: RunDetail | undefined;
  epoch: EpochChoice;
  onChange(epoch: EpochChoice): void;
}

/** The epochs whose weights were kept. */
function EpochMenu({ run, detail, epoch, onChange }: EpochMenuProps) {
  const kept = detail?.checkpoints ?? [];
  const iouOf = (of: number): string => score(detail?.epochs.find((record) => record.epoch === of)?.heldOut.meanIoU ?? null);
  return (
    <Menu
      entries={[
        {
          title: `Best: epoch ${run.bestEpoch ?? '–'}`,
          side: score(run.bestMeanIoU),
          checked: epoch === 'best',
          run: () => onChange('best'),
        },
        'line',
        ...kept.map((each) => ({
          title: `Epoch ${each.epoch}${each.last ? ', the last' : ''}`,
          side: iouOf(each.epoch),
          checked: epoch === each.epoch,
          run: () => onChange(each.epoch),
        })),
      ]}
    >
      <Button className="run-button">
        {epoch === 'best' ? `Best: epoch ${run.bestEpoch ?? '–'}` : `Epoch ${epoch}`}
        <ChevronDown size={14} />
      </Button>
    </Menu>
  );
}

function epochWords(run: RunSummary, detail: RunDetail | undefined, epoch: EpochChoice): string {
  const iou = epoch === 'best' ? run.bestMeanIoU : (detail?.epochs.find((record) => record.epoch === epoch)?.heldOut.meanIoU ?? null);
  return iou === null ? 'Not scored.' : `Held-out mean IoU ${score(iou)}.`;
}
