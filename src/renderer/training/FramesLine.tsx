// Which frames a run would see: how many train and held-out, whether their masks were looked at, and a way out when there is no split.
import { count } from '../format';
import { applySplit, chooseImport, openSplit } from '../importing/actions';
import { usualCount } from '../importing/split';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Said } from '../ui/Said';

export function FramesLine() {
  const frames = useSession((s) => s.frames);
  const train = frames.filter((frame) => frame.split === 'train');
  const heldOut = frames.filter((frame) => frame.split === 'held-out');
  const bare = train.filter((frame) => frame.mask === null).length;
  const unreviewed = [...train, ...heldOut].filter((frame) => frame.mask !== null && frame.review !== 'reviewed').length;
  if (frames.length === 0) {
    return (
      <Field label="Frames" hint="There is nothing to train on yet.">
        <Button onClick={() => void chooseImport()}>Import frames…</Button>
      </Field>
    );
  }
  if (train.length === 0) {
    const last = usualCount(frames);
    return (
      <Said
        tone="warn"
        actions={
          <>
            <Button small onClick={() => void applySplit({ kind: 'last', count: last })}>
              {last === 1 ? 'Hold out the last frame' : `Hold out the last ${last}`}
            </Button>
            <Button small onClick={() => void applySplit({ kind: 'ratio', ratio: 0.2, seed: 1 })}>
              Hold out 20 %
            </Button>
            <Button small onClick={openSplit}>
              Other…
            </Button>
          </>
        }
      >
        The frames are not split yet. A run needs frames to train on, and frames that it never sees to be measured with.
      </Said>
    );
  }
  const said = [
    bare > 0 && `${count(bare, 'train frame')} without a mask ${bare === 1 ? 'is' : 'are'} left out.`,
    unreviewed > 0 && `${count(unreviewed, 'mask')} not reviewed yet.`,
    heldOut.length === 0 && 'Nothing is held out: the run will have no scores.',
  ].filter(Boolean);
  return (
    <Field label="Frames" hint={said.length > 0 ? said.join(' ') : undefined}>
      <button type="button" className="input as-button" onClick={openSplit} title="Change the split">
        {train.length - bare} train · {heldOut.length} held-out
      </button>
    </Field>
  );
}
