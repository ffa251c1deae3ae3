// What goes with an exported model: how it is fed, what it answers, where it comes from, and how good it was found on what.
import type { ModelAbout } from '../protocol';

export interface ModelFacts extends ModelAbout {
  readonly width: number;
  readonly height: number;
  readonly parameters: number;
}

/** Facts by name, for the places that formats have for them. */
export function metadataOf({ width, height, parameters, ...about }: ModelFacts): Record<string, string> {
  return {
    input: `images, float32 [n, ${height}, ${width}, 3]: RGB, 0..1, the whole frame resized bilinear`,
    output: `probabilities, float32 [n, ${height}, ${width}, 1]: of road, 0..1`,
    threshold: String(about.threshold),
    net: about.net,
    parameters: String(parameters),
    run: about.run,
    epoch: String(about.epoch),
    score: scoreWords(about),
    madeBy: `Roadbrush ${about.version}`,
  };
}

/** README.txt of the formats that are folders. */
export const readmeOf = (facts: ModelFacts, load: string): string =>
  [
    `A road segmentation net, exported by Roadbrush ${facts.version}.`,
    '',
    ...Object.entries(metadataOf(facts)).map(([name, words]) => `${`${name}:`.padEnd(12)} ${words}`),
    '',
    'Bring the probabilities to the frame’s own size bilinear; what is above the threshold is road.',
    '',
    'Load it with:',
    load,
    '',
  ].join('\n');

function scoreWords({ heldOut }: ModelAbout): string {
  if (!heldOut || heldOut.meanIoU === null) return 'not scored';
  const pooled = heldOut.pooledIoU === null ? '' : `, pooled ${heldOut.pooledIoU.toFixed(4)}`;
  return `held-out mean IoU of road ${heldOut.meanIoU.toFixed(4)}${pooled}, ${heldOut.frames} frames at their own size, threshold ${heldOut.threshold}`;
}
