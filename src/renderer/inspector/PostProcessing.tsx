// What may follow the threshold: hysteresis, the smallest region, holes. Folded away until it is wanted; what is on is said at its heading.
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useRef, useState } from 'react';
import { isPlain, NO_POST, postWords } from '../../shared/prediction/decision';
import { useDecision, useView } from '../state/view';
import { Button } from '../ui/Button';
import { Check } from '../ui/Check';
import { Tip } from '../ui/Tip';
import { SliderRow } from './SliderRow';

/** Pixels: from what a speck has to a twentieth of a KITTI frame. */
const AREA = { min: 2, max: 20_000 } as const;
const WAY = Math.log(AREA.max / AREA.min);
const SCALE = {
  to: (area: number): number => Math.log(area / AREA.min) / WAY,
  from: (at: number): number => Math.round(AREA.min * Math.exp(at * WAY)),
};

function Pixels({
  title,
  caption,
  words,
  value,
  usual,
  set,
}: {
  title: string;
  caption: string;
  words: string;
  value: number;
  usual: number;
  set(v: number): void;
}) {
  /** What it was before it was switched off. */
  const last = useRef(usual);
  return (
    <div className="post-row">
      <Tip words={words} side="left">
        <div>
          <Check
            checked={value > 0}
            onChange={(on) => {
              if (!on) last.current = value;
              set(on ? last.current : 0);
            }}
          >
            {title}
          </Check>
        </div>
      </Tip>
      {value > 0 && (
        <SliderRow
          label={title}
          caption={caption}
          value={Math.max(AREA.min, value)}
          {...AREA}
          step={1}
          unit=" px"
          scale={SCALE}
          onChange={(area) => set(Math.round(area))}
        />
      )}
    </div>
  );
}

function Hysteresis() {
  const { low, threshold } = useDecision();
  const { setPost } = useView.getState();
  const last = useRef<number | null>(null);
  const below = Math.max(0, threshold - 0.01);
  const round = (value: number): number => Math.round(value * 100) / 100;
  return (
    <div className="post-row">
      <Tip words="A region above the lower value counts as road where one of its pixels is above the threshold" side="left">
        <div>
          <Check
            checked={low !== null}
            disabled={threshold === 0}
            onChange={(on) => {
              if (!on) last.current = low;
              setPost({ low: on ? Math.min(last.current ?? round(threshold * 0.6), round(below)) : null });
            }}
          >
            Hysteresis
          </Check>
        </div>
      </Tip>
      {low !== null && (
        <SliderRow
          label="Hysteresis"
          caption="down to"
          value={low}
          min={0}
          max={1}
          step={0.01}
          digits={2}
          unit=""
          onChange={(next) => setPost({ low: Math.min(round(next), round(below)) })}
        />
      )}
      {low !== null && low >= threshold && <p className="said">no effect: it is not below the threshold</p>}
    </div>
  );
}

export function PostProcessing() {
  const decision = useDecision();
  const { setPost } = useView.getState();
  const [open, setOpen] = useState(false);
  const words = postWords(decision);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <>
      <button type="button" className="disclosure" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} aria-hidden />
        Post-processing
        {words && <em title={words}>{open ? 'on' : words}</em>}
      </button>
      {open && (
        <div className="post">
          <Hysteresis />
          <Pixels
            title="Smallest region"
            caption="at least"
            words="Regions of road with fewer pixels are dropped"
            value={decision.smallest}
            usual={200}
            set={(smallest) => setPost({ smallest })}
          />
          <Pixels
            title="Fill holes"
            caption="below"
            words="Holes in road with fewer pixels are filled"
            value={decision.holes}
            usual={200}
            set={(holes) => setPost({ holes })}
          />
          <div className="row">
            <Button
              small
              disabled={isPlain(decision) && decision.low === null}
              tip="The threshold alone decides"
              onClick={() => setPost(NO_POST)}
            >
              Reset
            </Button>
            <span className="dim">shown, scored, taken and exported</span>
          </div>
        </div>
      )}
    </>
  );
}
