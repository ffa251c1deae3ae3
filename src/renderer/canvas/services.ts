// The canvas's one of each: caches, mask session, controller, flow, player. Made when first used, so that tests may load the modules without a window.
import { decisionWords } from '../../shared/prediction/decision';
import { studio } from '../api';
import { Encoder } from '../state/encoder';
import { useLive } from '../state/live';
import { MaskSession, type SessionState } from '../state/maskSession';
import { notify } from '../state/notices';
import { loadBitmap, Pictures } from '../state/pictures';
import { stepSequence, usePlaying } from '../state/playing';
import { inflateZlib, Predictions } from '../state/predictions';
import { useSession } from '../state/session';
import { Versions } from '../state/versions';
import { useView } from '../state/view';
import { keysOf } from '../ui/keys';
import { afterDrawing, onceAfterDrawing } from '../state/afterDrawing';
import { otherDecision } from '../comparing/decisions';
import { queueSort } from '../frames/state';
import { CanvasController } from './controller';
import type { DecideRequest } from './effective';
import { FrameFlow } from './frameFlow';
import { LatestWorker } from './latestWorker';
import { makeLooks, shownPrediction } from './looks';
import type { MaskOperation } from './maskOperation';
import { makeOperations } from './operations';
import { tellOften } from './painting';
import { Player } from './player';
import { Suspects, type SuspectRequest } from './suspects';

const after = (ms: number, run: () => void): void => void setTimeout(run, ms);

function makeMasks(): MaskSession {
  const worker = (): Worker => new Worker(new URL('../state/encodeWorker.ts', import.meta.url), { type: 'module' });
  const encoder = new Encoder(worker, afterDrawing);
  return new MaskSession({
    load: (input) => studio.masks.load(input),
    save: (input) => studio.masks.save(input),
    undoSteps: (input) => studio.masks.undoSteps(input),
    version: (input) => studio.masks.version(input),
    encode: (map) => encoder.encode(map),
    after,
    key: () => crypto.randomUUID(),
    changed: tellSaving,
  });
}

function tellSaving({ waiting, painting, failure, undoBytes }: SessionState): void {
  const saveState = failure ? 'failed' : waiting > 0 ? 'saving' : painting ? 'unsaved' : 'saved';
  const saveMessage = failure ? [failure.message, failure.hint].filter(Boolean).join(' ') : '';
  const view = useView.getState();
  if (view.saveState !== saveState || view.saveMessage !== saveMessage || view.unsavedStrokes !== waiting)
    useView.setState({ saveState, saveMessage, unsavedStrokes: waiting });
  history = undoBytes;
  if (useLive.getState().undoBytes !== undoBytes) tellHistory();
}

/** Bytes of undo history; nobody waits for them. */
let history = 0;
const tellHistory = onceAfterDrawing(() => useLive.setState({ undoBytes: history }));

const showKey = (): string => (keysOf('view.mask') ? `press ${keysOf('view.mask')} to show it` : 'show it');

/** Why the mask on the canvas cannot be painted; null when it can. */
function whyNot(masks: MaskSession): string | null {
  const { project } = useSession.getState();
  if (project?.readOnly) return `This project can only be looked at: ${project.readOnly}`;
  const { shown, mask, maskMessage } = useLive.getState();
  if (mask === 'failed') return maskMessage;
  if (shown === null || !masks.peek(shown)) return 'The mask of this frame is still on its way.';
  if (useView.getState().compare.kind === 'pair')
    return 'Two versions of the past are shown: press Esc to go back to the mask before painting.';
  if (!useView.getState().showMask) return `The mask is hidden: ${showKey()} before painting.`;
  return null;
}

function make() {
  const masks = makeMasks();
  const pictures = new Pictures(loadBitmap);
  const predictions = new Predictions({
    ask: ({ run, epoch, frame }, stored) => studio.runs.prediction({ run, epoch, frame, ...(stored && { stored }) }),
    inflate: inflateZlib,
    after,
  });
  const versions = new Versions(studio.masks);
  const looks = makeLooks(pictures);
  const decider = new LatestWorker<DecideRequest, Uint8Array>(
    () => new Worker(new URL('./decideWorker.ts', import.meta.url), { type: 'module' }),
  );
  const operations: MaskOperation = makeOperations((outcome) => controller.setOutcome(outcome));
  const controller: CanvasController = new CanvasController({
    whyNot: () => whyNot(masks),
    refused: (message) => notify({ tone: 'warn', message }),
    hasMask: (frame) => frame.mask !== null || masks.hasMask(frame.id),
    image: () => looks.image(),
    superpixels: (size) => looks.superpixels(size),
    prediction: shownPrediction,
    follow: (document) => operations.setDocument(document),
    pending: (what) => {
      if (!operations.pending) return false;
      if (what === 'confirm') controller.act(() => (operations.apply(), null));
      else operations.drop();
      return true;
    },
    reference: (frame) => versions.reference(frame),
    version: (version) => versions.load(version),
    decide: (request) => decider.ask(request),
    otherRun: {
      prediction: (wish) => predictions.also(wish),
      decision: otherDecision,
      name: (run, epoch) =>
        `${useSession.getState().runs.find(({ id }) => id === run)?.name ?? 'a run'}, epoch ${epoch}, ${decisionWords(otherDecision(run))}`,
    },
    painting: tellOften(() => void studio.runs.painting({})),
    classColours: () => new Map(useSession.getState().project?.classes.map(({ id, colour }) => [id, colour])),
  });
  const finder = new LatestWorker<SuspectRequest, Uint8Array>(
    () => new Worker(new URL('./suspectWorker.ts', import.meta.url), { type: 'module' }),
  );
  const suspects = new Suspects({
    wanted: () => queueSort() === 'suspicion',
    find: (request) => finder.ask(request),
    show: (found) => controller.setSuspects(found),
    later: onceAfterDrawing,
  });
  const flow = new FrameFlow<ImageBitmap>({
    picture: (frame, ahead) => pictures.want(frame, ahead),
    mask: ({ id, width, height }) => masks.open(id, width, height),
    prediction: (wish, ahead) => predictions.want(wish, ahead),
    cachedPrediction: (wish) => predictions.cached(wish),
    show: ({ frame, picture, mask, prediction }) => {
      pictures.hold(frame?.id ?? null);
      masks.hold(frame?.id ?? null);
      controller.show(frame, { picture, mask }, prediction);
      const masked = frame && (frame.mask !== null || masks.hasMask(frame.id));
      suspects.show(masked ? mask : null, prediction?.probabilities ?? null);
    },
    tell: (part, { is, message }) => {
      if (part === 'picture') useLive.setState({ picture: is, pictureMessage: message });
      else if (part === 'mask') useLive.setState({ mask: is, maskMessage: message });
      else useLive.setState({ prediction: is, predictionMessage: message });
    },
    after,
  });
  const player = new Player({
    settled: () => {
      const { shown, picture, prediction } = useLive.getState();
      const { frame, run } = useView.getState();
      if (picture === 'failed') return true;
      return shown === frame && (run === null || prediction === 'ready' || prediction === 'failed');
    },
    step: stepSequence,
    ended: () => useView.getState().setPlaying(false),
    rate: (rate) => usePlaying.setState({ rate }),
    now: () => performance.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  return { masks, pictures, looks, predictions, versions, controller, operations, flow, player, suspects };
}

let made: ReturnType<typeof make> | null = null;
export const services = (): ReturnType<typeof make> => (made ??= make());
