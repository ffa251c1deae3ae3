// What a run predicts of frames and of their mirror images: never stored, for only their disagreement is wanted.
import type { RunSummary } from '../../shared/contract/runs';
import type { FrameId } from '../../shared/domain';
import { unwrap } from '../../shared/result';
import type { PredictionBlob } from '../engine/protocol';
import { engineFrames } from './engineFrames';
import { checkpointFile } from './predict';
import type { Studio, VerbOptions } from './studio';

/** By frame: as it is, and predicted mirrored and mirrored back. */
export async function ensureFlips(
  { project, engine }: Studio,
  { run, epoch }: { readonly run: RunSummary; readonly epoch: number },
  frames: readonly FrameId[],
  { signal }: VerbOptions,
): Promise<ReadonlyMap<FrameId, readonly [PredictionBlob, PredictionBlob]>> {
  const checkpoint = checkpointFile(project, run, epoch);
  const job = {
    ...{ config: run.config, checkpoint, threshold: run.config.threshold },
    frames: await engineFrames(
      project,
      frames.map((frame) => ({ frame, version: null })),
    ),
  };
  const predicted = async (flip: boolean): Promise<Map<FrameId, PredictionBlob>> => {
    const made = new Map<FrameId, PredictionBlob>();
    unwrap(
      await engine.call(
        'predict.frames',
        { ...job, flip },
        {
          onEvent: (event) => {
            if (event.kind === 'frame') made.set(event.frame.prediction.frame, event.frame.prediction);
          },
          ...(signal ? { signal } : {}),
        },
      ),
    );
    return made;
  };
  const straight = await predicted(false);
  const mirrored = await predicted(true);
  return new Map(
    frames.flatMap((frame) => {
      const [a, b] = [straight.get(frame), mirrored.get(frame)];
      return a && b ? [[frame, [a, b] as const] as const] : [];
    }),
  );
}
