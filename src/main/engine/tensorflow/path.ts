// Which way a training step is computed: as one graph, or operation by operation. Shown by the doctor and on the run.

export type StepPath = 'graph' | 'eager';
let failed = false;

/** 'graph', unless ROADBRUSH_STEP=eager asks for the other way or a graph could not be made in this process. */
export const stepPath = (): StepPath => (failed || process.env['ROADBRUSH_STEP'] === 'eager' ? 'eager' : 'graph');

/** From now on this process steps operation by operation. */
export function fallBackToEager(): void {
  failed = true;
}
