// The pixel under the pointer in numbers. Written straight into the page, once an animation frame at most: it must not slow the pointer that it follows.
import { useEffect, useRef } from 'react';
import { IGNORE, OTHER, ROAD, type LabelClass } from '../../shared/domain';
import { useSession } from '../state/session';
import type { Pixel } from './pixelProbe';
import { services } from './services';

const BUILT_IN: Readonly<Record<number, string>> = { [ROAD]: 'road', [OTHER]: 'other', [IGNORE]: 'ignore' };
const NONE: readonly LabelClass[] = [];

/** What each field of the read-out says; '' where there is nothing to say. */
export function pixelWords(
  pixel: Pixel | null,
  classes: readonly LabelClass[],
): readonly [place: string, label: string, rgb: string, p: string] {
  if (!pixel) return ['', '', '', ''];
  const { x, y, label, rgb, probability } = pixel;
  const name = label === null ? '' : (classes.find(({ id }) => id === label)?.name ?? BUILT_IN[label] ?? `label ${label}`);
  return [`${x}, ${y}`, name, rgb ? rgb.join(' ') : '', probability === null ? '' : `p ${probability.toFixed(2)}`];
}

export function PixelReadout() {
  const line = useRef<HTMLDivElement>(null);
  const classes = useSession((s) => s.project?.classes ?? NONE);
  useEffect(
    () =>
      services().controller.probe.listen((pixel) => {
        const words = pixelWords(pixel, classes);
        const fields = line.current?.children ?? [];
        words.forEach((word, i) => {
          const field = fields[i];
          if (field && field.textContent !== word) field.textContent = word;
        });
        line.current?.toggleAttribute('data-empty', pixel === null);
      }),
    [classes],
  );
  return (
    <div ref={line} className="pixel-readout" data-testid="pixel" data-empty="" aria-hidden>
      <span className="place" title="Column and row of the pixel, from the top left" />
      <span className="name" />
      <span className="rgb" title="Red, green and blue of the picture's file" />
      <span className="probability" title="Probability of road" />
    </div>
  );
}
