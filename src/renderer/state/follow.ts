// What follows from what happens: a fresh project shows its newest run, scores are fetched for the run that is shown, the end of a run or job is told.
import type { JobStatus } from '../../shared/contract/app';
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { studio } from '../api';
import { resetFrameList } from '../frames/state';
import { forgetThumbnails } from '../frames/thumbnails';
import { score } from '../format';
import { forgetRetraining } from '../retraining/state';
import { useRunList } from '../training/runList';
import { choice, resumeRun, showPredictions, useTraining } from '../training/state';
import { onceAfterDrawing } from './afterDrawing';
import { askDevice } from './device';
import { followDecisions, keepDecision } from './decisions';
import { followHeldOut } from './heldOut';
import { followHeldOutDecided } from './heldOutDecided';
import { dismiss, notify, told } from './notices';
import { endedInQueue } from './queueEnd';
import { keepPreferences, prefer, usePreferences } from './preferences';
import { forgetRoles } from './roles';
import { scoreKey, useSession, type Session } from './session';
import { loadScores } from './sessionEvents';
import { picturesShown, showTab, useShell } from './shell';
import { useView } from './view';

/** For the life of the window. */
export function followEvents(): () => void {
  const stops = [
    useSession.subscribe(onSession),
    useView.subscribe((view, before) => {
      if (view.run !== before.run || view.epoch !== before.epoch) shownScores();
      rememberView();
    }),
    useShell.subscribe((shell, before) => {
      if (shell.tab !== before.tab) wantScores();
    }),
    studio.on('notice', ({ tone, message, hint }) =>
      notify({ tone, message, hint: hint || undefined, ...(tone === 'bad' ? { failure: { code: 'notice', message, hint } } : {}) }),
    ),
    studio.on('closing', () => {
      keepDecision();
      void keepPreferences();
    }),
    followDecisions(),
    followHeldOutDecided(),
  ];
  return () => stops.forEach((stop) => stop());
}

function onSession(session: Session, before: Session): void {
  if (session.project?.folder !== before.project?.folder) {
    forgetThumbnails();
    resetFrameList();
    useTraining.setState({ ...choice([]), editing: null, removing: new Set() });
    forgetRoles();
    forgetRetraining();
    // At once: the next project's run may have the same number.
    followHeldOut(null, 'best');
    useRunList.setState({ search: '' });
    useShell.setState({ tab: 'annotate', importSource: null, importJob: null, flagging: null, naming: null });
  }
  if (session.runs !== before.runs) {
    for (const run of session.runs)
      tellEndOfRun(
        session,
        run,
        before.runs.find((other) => other.id === run.id),
      );
    if (useView.getState().run === null) chooseRun(session, before);
  }
  if (session.scores !== before.scores || (session.changed !== before.changed && isScored(session))) wantScores();
  if (session.jobs !== before.jobs) {
    for (const job of session.jobs)
      tellEndOfJob(
        job,
        before.jobs.find((other) => other.id === job.id),
      );
  }
  if (session.engine.state === 'ready' && before.engine.state !== 'ready') void askDevice();
}

/** The newest run that has a prediction is shown when a project opens, and when its first one gets there. */
function chooseRun(session: Session, before: Session): void {
  const newest = session.runs.find((run) => run.bestEpoch !== null);
  if (newest && !before.runs.some((run) => run.bestEpoch !== null)) useView.getState().showRun(newest.id);
}

/** Scrubbing, the picture comes first. */
const shownScores = onceAfterDrawing(wantScores);

function wantScores(): void {
  const { run, epoch } = useView.getState();
  const { tab } = useShell.getState();
  if (run !== null) void loadScores(run, epoch);
  if (picturesShown(tab)) followHeldOut(run, epoch);
}

/** Whether a frame that the shown run held out is among those that changed: its numbers follow the masks of now. */
function isScored({ scores, changed }: Session): boolean {
  const { run, epoch } = useView.getState();
  const rows = run === null ? undefined : scores.get(scoreKey(run, epoch))?.byFrame;
  return rows === undefined || changed.some((frame) => rows.get(frame.id)?.split === 'held-out');
}

/** Notices that ask to resume a run: gone once it goes on, by whichever button. */
const asking = new Map<RunId, number>();

function tellEndOfRun(session: Session, run: RunSummary, before: RunSummary | undefined): void {
  const question = asking.get(run.id);
  if (question !== undefined && run.state !== before?.state) {
    asking.delete(run.id);
    dismiss(question);
  }
  const wasRunning = before?.state === 'running' || before?.state === 'paused' || before?.state === 'queued';
  if (!wasRunning || run.state === before.state) return;
  const show = run.bestEpoch === null ? undefined : { title: 'Show its predictions', run: () => showPredictions(run.id) };
  const best = run.bestMeanIoU === null ? '' : `: held-out mean IoU ${score(run.bestMeanIoU)} at epoch ${run.bestEpoch}`;
  const through = endedInQueue(run, session.runs, session.runQueue.held);
  if (through === 'more') return;
  if (through !== 'alone')
    notify({ tone: 'good', message: through, action: { title: 'Show the runs', run: () => showTab('train') }, lasts: 12_000 });
  // A retrained run asks more than that (retraining/).
  else if (run.state === 'done' && run.retrain === null)
    notify({ tone: 'good', message: `${run.name} is done${best}.`, action: show, lasts: 12_000 });
  if (run.state === 'stopped') notify({ tone: 'info', message: `${run.name} is stopped and kept${best}.`, action: show });
  const resume = { title: 'Resume', run: () => void resumeRun(run.id) };
  if (run.state === 'failed')
    ask(run.id, {
      tone: 'bad',
      message: `${run.name} failed: ${run.reason || 'no reason was given.'}`,
      action: resume,
      failure: { code: 'run-failed', message: run.reason },
    });
  if (run.state === 'interrupted')
    ask(run.id, {
      tone: 'warn',
      message: `${run.name} was interrupted${run.reason ? `: ${firstSentence(run.reason)}` : '.'}`,
      hint: 'It goes on from its last checkpoint.',
      action: resume,
      lasts: null,
    });
}

/** The rest stands beside the run. */
const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;

const ask = (run: RunId, notice: Parameters<typeof notify>[0]): unknown => asking.set(run, notify(notice));

function tellEndOfJob(job: JobStatus, before: JobStatus | undefined): void {
  if (!before || before.state !== 'running' || job.state === 'running') return;
  // Not where the job's own place on the screen says it: the import's dialog, the list of exports.
  const { tab, dialog, importJob } = useShell.getState();
  if (dialog === 'import' && importJob === job.id) return;
  if (tab === 'export' && ['export-video', 'export-overlays', 'export-masks'].includes(job.kind)) return;
  if (job.kind === 'measure' && job.state === 'done') return;
  if (job.kind === 'train' || job.state === 'cancelled') return;
  if (job.state === 'failed') {
    notify({
      tone: 'bad',
      message: `${job.title} failed: ${job.message}`,
      failure: { code: 'job-failed', message: `${job.title}: ${job.message}` },
    });
    return;
  }
  const show = { title: 'Show file', run: () => void told(studio.app.showJobFile({ job: job.id })) };
  const report = { title: 'Show the report', run: () => useShell.setState({ importJob: job.id, dialog: 'import' }) };
  notify({ tone: 'good', message: job.message, action: job.hasFile ? show : job.kind === 'import' ? report : undefined });
}

const REMEMBERED = [
  'maskOpacity',
  'predictionOpacity',
  'brushSize',
  'brushShape',
  'toolOptions',
  'against',
  'showGrid',
  'showMinimap',
] as const;

function rememberView(): void {
  const view = useView.getState();
  const kept = usePreferences.getState();
  if (REMEMBERED.every((name) => kept[name] === view[name])) return;
  prefer(Object.fromEntries(REMEMBERED.map((name) => [name, view[name]])));
}

/** Once, when the preferences are there. */
export function restoreView(): void {
  const kept = usePreferences.getState();
  useView.setState(Object.fromEntries(REMEMBERED.map((name) => [name, kept[name]])));
}
