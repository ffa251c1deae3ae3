// One end of a range of frames: its name, typed or chosen from those that match.
import { useId, useState } from 'react';
import type { FrameId } from '../../shared/domain';
import { useSession } from '../state/session';

const MOST = 60;

export function FramePicker({ label, value, onChange }: { label: string; value: FrameId | undefined; onChange(id: FrameId): void }) {
  const frames = useSession((s) => s.frames);
  const byId = useSession((s) => s.framesById);
  const name = value === undefined ? '' : (byId.get(value)?.name ?? '');
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const text = (typed ?? '').toLowerCase();
  const options = typed === null ? [] : frames.filter((frame) => frame.name.toLowerCase().includes(text)).slice(0, MOST);
  const take = (wish: string): void => {
    const found =
      frames.find((frame) => frame.name === wish) ??
      (wish === '' ? undefined : frames.find((frame) => frame.name.toLowerCase().includes(wish.toLowerCase())));
    if (found) onChange(found.id);
    setTyped(null);
  };
  return (
    <div className="input">
      <span className="unit">{label}</span>
      <input
        aria-label={`${label} frame`}
        list={id}
        value={typed ?? name}
        spellCheck={false}
        onFocus={(event) => {
          setTyped('');
          event.target.placeholder = name;
        }}
        onChange={(event) => {
          setTyped(event.target.value);
          if (frames.some((frame) => frame.name === event.target.value)) take(event.target.value);
        }}
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            event.currentTarget.blur();
          }
        }}
      />
      <datalist id={id}>
        {options.map((frame) => (
          <option key={frame.id} value={frame.name} />
        ))}
      </datalist>
    </div>
  );
}
