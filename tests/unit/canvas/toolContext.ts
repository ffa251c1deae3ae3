// What a tool is given in the tests: nothing but its options, and a place for the last point.
import { ROAD } from '../../../src/shared/domain';
import type { ToolContext, ToolOptions } from '../../../src/renderer/canvas/tools/tool';
import { useView } from '../../../src/renderer/state/view';

export function toolContext(options: Partial<ToolOptions> = {}, more: Partial<ToolContext> = {}): ToolContext {
  return {
    options: { ...useView.getState().toolOptions, radius: 5, shape: 'round', value: ROAD, over: null, ...options },
    trail: { last: null },
    image: () => null,
    probabilities: () => null,
    threshold: () => 0.5,
    prediction: () => null,
    superpixels: () => null,
    set: () => {},
    refuse: () => {},
    scale: () => 1,
    changed: () => {},
    ...more,
  };
}
