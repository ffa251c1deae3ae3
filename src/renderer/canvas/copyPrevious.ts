// The mask of the frame before, copied onto the one that is shown: as it is, or moved by how far the picture moved.
import type { FrameSummary } from '../../shared/domain';
import { estimateShift, greyOf, type Grey, type Shift } from '../../shared/image/shift';
import { movedMap } from '../../shared/mask/moved';
import { notify, notifyFailure } from '../state/notices';
import { loadBitmap } from '../state/pictures';
import { useLive } from '../state/live';
import { useSession } from '../state/session';
import { services } from './services';

/** Pictures wider than this are compared at a half, a third ... of their size; the shift is then as coarse. */
const WIDEST = 1300;

export interface CopyFrom {
  readonly frame: FrameSummary;
  readonly from: FrameSummary;
}

/** The frame before by name, whatever the list shows; or why its mask cannot be copied, one sentence. */
export function copyFrom(frames: readonly FrameSummary[], at: number, hasMask: (frame: FrameSummary) => boolean): CopyFrom | string {
  const [from, frame] = [frames[at - 1], frames[at]];
  if (!frame) return 'No frame is shown.';
  if (!from) return `${frame.name} is the first frame: there is none before it to copy from.`;
  if (!hasMask(from)) return `${from.name}, the frame before, has no mask to copy.`;
  if (from.width !== frame.width || from.height !== frame.height) {
    return `${from.name} is ${from.width} x ${from.height} pixels and ${frame.name} ${frame.width} x ${frame.height}: a mask is copied between frames of one size.`;
  }
  return { frame, from };
}

const signed = (shift: Shift): string => `(${shift.dx}, ${shift.dy})`;
/** The version's note, and what the history of undo calls the step. */
export const copyNote = (from: string, shift: Shift | null): string => `copied from ${from}${shift ? `, moved by ${signed(shift)}` : ''}`;

export async function copyPrevious(move: boolean): Promise<void> {
  const { masks, controller } = services();
  const { frames, places } = useSession.getState();
  const { shown } = useLive.getState();
  const at = shown === null ? -1 : (places.get(shown) ?? -1);
  const found = copyFrom(frames, at, (frame) => frame.mask !== null || masks.hasMask(frame.id));
  if (typeof found === 'string') return void notify({ tone: 'warn', message: found });
  const { frame, from } = found;
  const { document } = controller;
  const answer = await masks.open(from.id, from.width, from.height);
  if (!answer.ok) return void notifyFailure(answer.error);
  let shift: Shift | null = null;
  if (move) {
    try {
      shift = await shiftBetween(from, frame);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return void notify({ tone: 'warn', message: `The shift from ${from.name} to ${frame.name} cannot be measured: ${why}` });
    }
  }
  // Another frame was chosen meanwhile: it was not this one's copy that was asked for.
  if (!document || controller.document !== document) return;
  const map = shift ? movedMap(answer.value, shift.dx, shift.dy) : { ...frameSize(frame), data: answer.value.data.slice() };
  const done = controller.replace(map, copyNote(from.name, shift));
  if (done === null) return;
  const words = copyNote(from.name, shift);
  const undo = { title: 'Undo', run: () => controller.document === document && controller.undo() };
  if (done) notify({ tone: 'good', message: `${words[0]!.toUpperCase()}${words.slice(1)}.`, action: undo });
  else notify({ tone: 'info', message: `The mask is the same as ${from.name}'s already.` });
}

const frameSize = ({ width, height }: FrameSummary) => ({ width, height });

/** How far the scene lies in `to` from where it was in `from`, in pixels of the frame. */
async function shiftBetween(from: FrameSummary, to: FrameSummary): Promise<Shift> {
  const step = Math.max(1, Math.ceil(to.width / WIDEST));
  const [before, after] = await Promise.all([grey(from, step), grey(to, step)]);
  const { dx, dy } = estimateShift(before, after);
  return { dx: dx * step, dy: dy * step };
}

async function grey(frame: FrameSummary, step: number): Promise<Grey> {
  const cached = services().pictures.cached(frame.id);
  const bitmap = cached ?? (await loadBitmap(frame.id, new AbortController().signal));
  try {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0);
    return greyOf(context.getImageData(0, 0, width, height).data, width, height, step);
  } finally {
    if (!cached) bitmap.close();
  }
}
