// What the canvas is to show, from the stores, and what is worth fetching ahead: the coming frames while playing, the neighbouring epochs while not.
import type { FrameId, FrameSummary } from '../../shared/domain';
import { temporalParts, temporalWords } from '../../shared/prediction/temporal';
import { epochNumber, keptEpochs } from '../scrubber/epochs';
import { neighbours, walk } from '../state/navigate';
import { comingFrames } from '../state/playing';
import type { Ahead, PredictionWish, Smoothing } from '../state/predictions';
import { NOTHING_AHEAD } from '../state/predictions';
import { useSession } from '../state/session';
import type { View } from '../state/view';
import type { FlowWish } from './frameFlow';

/** Frames fetched ahead while a sequence plays: a second of it at ten a second, whose predictions the engine may have to compute. */
const PLAYING_AHEAD = 10;
/** Epochs on either side that are fetched where they are stored, and those that are computed once the person rests. */
const EPOCHS_AHEAD = 12;
const EPOCHS_COMPUTED = 4;
/** Pixels of them together, since each is brought to the frame's size in the window's own thread: all 24 of KITTI's frames, one of 3840x2160. */
const PIXELS_AHEAD = 12_000_000;

export function wishOf(view: View, direction: 1 | -1): FlowWish {
  const { framesById } = useSession.getState();
  const known = (ids: readonly FrameId[]): FrameSummary[] =>
    ids.map((id) => framesById.get(id)).filter((other): other is FrameSummary => other !== undefined);
  const frame = view.frame === null ? null : (framesById.get(view.frame) ?? null);
  const { run, epoch, playing } = view;
  const smoothing = frame && smoothingOf(frame, view);
  if (!frame) return { frame, run, epoch, ahead: [], predictions: NOTHING_AHEAD, playing };
  const ahead = known(playing ? comingFrames(frame.id, PLAYING_AHEAD) : neighbours(walk(), frame.id, direction));
  const wished = (of: FrameSummary, at: View['epoch'], by: Smoothing | null): PredictionWish[] =>
    run === null ? [] : [{ run, epoch: at, frame: of.id, width: of.width, height: of.height, smoothing: by }];
  const predictions: Ahead = playing
    ? { wishes: ahead.flatMap((of) => wished(of, epoch, smoothingOf(of, view))), compute: PLAYING_AHEAD, when: 'now' }
    : {
        wishes: epochsAhead(view)
          .slice(0, Math.max(1, Math.floor(PIXELS_AHEAD / (frame.width * frame.height))))
          .flatMap((at) => wished(frame, at, smoothing)),
        compute: EPOCHS_COMPUTED,
        when: view.watching ? 'now' : 'rest',
      };
  return { frame, run, epoch, smoothing, ahead, predictions, playing };
}

/** Kept epochs of the run that is shown, nearest first; those to come first while they play. */
function epochsAhead({ run, epoch, watching }: View): number[] {
  const detail = run === null ? undefined : useSession.getState().runDetails.get(run);
  const kept = keptEpochs(detail);
  const now = epochNumber(detail, epoch);
  if (now === null) return [];
  const [later, earlier] = [kept.filter((one) => one > now), kept.filter((one) => one < now)];
  if (watching) return [...later, ...earlier].slice(0, EPOCHS_AHEAD);
  const found: number[] = typeof epoch === 'string' ? [now] : [];
  for (let by = 0; by < EPOCHS_AHEAD; by++) for (const one of [later[by], earlier.at(-1 - by)]) if (one !== undefined) found.push(one);
  return found;
}

function smoothingOf({ id }: FrameSummary, { temporal }: View): Smoothing | null {
  if (!temporal) return null;
  const { frames, places } = useSession.getState();
  const parts = temporalParts(frames, places.get(id) ?? -1, temporal).map(({ frame, weight }) => ({ frame: frame.id, weight }));
  const key = temporal.kind === 'window' ? `window ${temporal.radius}` : temporal.kind;
  return parts.length > 1 ? { key, parts, words: temporalWords(temporal) } : null;
}
