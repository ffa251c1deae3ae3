// What the handlers share: the open project with its engine, the jobs, the dialogs, and the way back to the window.
import type { BrowserWindow } from 'electron';
import { type FrameId } from '../../shared/domain';
import { ok, refuse, type Result } from '../../shared/result';
import type { Engine } from '../engine/protocol';
import type { DatasetPlan } from '../formats/format';
import type { Log } from '../log';
import type { Project } from '../project/project';
import type { Routes } from '../routes';
import { countMoved, frameSummary, projectInfo } from '../studio';
import type { RunNews, RunOptions, Studio } from '../studio/studio';
import { Handshake } from './closing';
import type { Dialogs } from './dialogs';
import type { Events } from './events';
import { Jobs } from './jobs';
import type { Memory } from './memory';

export interface Surroundings {
  readonly engine: Engine;
  readonly routes: Routes | null;
  readonly log: Log;
  readonly events: Events;
  readonly dialogs: Dialogs;
  readonly memory: Memory;
  readonly window: () => BrowserWindow | null;
  /** Where new projects and exports are suggested, and where the sample project is made. */
  readonly documents: string;
  /** Electron's shell.showItemInFolder. */
  readonly showInFolder: (path: string) => void;
  /** Electron's shell.openPath. */
  readonly openFile: (path: string) => void;
}

export class Desk {
  readonly jobs: Jobs;
  readonly handshake: Handshake;
  /** Folders chosen or dropped, by the token that the window was given. */
  readonly sources = new Map<string, DatasetPlan>();
  /** Paths of dropped files, by the word that the preload gave the page. */
  readonly dropped = new Map<string, string>();
  private open: { studio: Studio; abort: AbortController; finished: Set<Promise<unknown>> } | null = null;

  constructor(readonly around: Surroundings) {
    const { events, log } = around;
    this.jobs = new Jobs(
      (status) => events.job(status),
      (title, error) => log.error(`The job '${title}' failed in a way nobody expected.`, { error: stackOf(error) }),
    );
    this.handshake = new Handshake(() => {
      const window = around.window();
      if (!window || window.webContents.isDestroyed() || window.webContents.isCrashed()) return false;
      // A page that does not listen yet would never answer, and has nothing unsaved.
      if (!events.heard) return false;
      events.send('closing', {});
      return true;
    });
  }

  get studio(): Studio {
    return this.open?.studio ?? refuse('no-project', 'No project is open.', 'Open or create one first.');
  }
  get studioOrNull(): Studio | null {
    return this.open?.studio ?? null;
  }
  get project(): Project {
    return this.studio.project;
  }

  /** What every run of the open project is started with: its news go to the window, and closing the project interrupts it. */
  runOptions(): RunOptions {
    const signal = this.open?.abort.signal;
    return { onNews: (news) => this.tellRun(news), ...(signal ? { signal } : {}) };
  }

  /** A run that goes on by itself: closing waits for its end. */
  watch(finished: Promise<Result<unknown>>): void {
    const set = this.open?.finished;
    const settled = finished.then(
      (end) => {
        if (!end.ok) this.around.log.warn('A run ended early.', { ...end.error });
      },
      (error: unknown) => this.around.log.error('A run failed in a way nobody expected.', { error: stackOf(error) }),
    );
    set?.add(settled);
    void settled.finally(() => set?.delete(settled));
  }

  /** A call that takes its time: closing the project gives it up, and waits for its end before the database is closed. `own`: gives it up, too. */
  async whileOpen<T>(work: (signal: AbortSignal) => Promise<T>, own = new AbortController()): Promise<T> {
    const closing = this.open?.abort.signal;
    const stop = (): void => own.abort();
    closing?.addEventListener('abort', stop);
    const working = work(own.signal).finally(() => closing?.removeEventListener('abort', stop));
    this.watch(working.then(() => ok(null)));
    return working;
  }

  /** After a change of the split: the runs that it concerns are counted anew and told of; the answer comes when all are. */
  async countMoved(): Promise<void> {
    const { open } = this;
    if (!open) return;
    const counting = countMoved(open.studio.project, { signal: open.abort.signal });
    this.watch(counting);
    const counted = await counting;
    for (const run of counted.ok && this.open === open ? counted.value : []) this.around.events.run({ run, epoch: null });
  }

  tellFrame(frame: FrameId): void {
    const studio = this.studioOrNull;
    if (!studio) return;
    const summary = frameSummary(studio.project, frame);
    if (summary.ok) this.around.events.frame(summary.value);
  }

  tellProject(): void {
    const studio = this.studioOrNull;
    this.around.events.send('project', { project: studio && projectInfo(studio.project) });
  }

  /** Takes an opened project onto the desk; the one before must have been put away. */
  take(studio: Studio): void {
    this.open = { studio, abort: new AbortController(), finished: new Set() };
    this.around.memory.opened(studio.project.folder);
    this.around.log.info('Opened a project.', { folder: studio.project.folder, readOnly: studio.project.readOnly });
    this.tellProject();
  }

  /** Interrupts what the open project does, waits for it, and closes it. Unsaved strokes are the caller's care. */
  async putAway(): Promise<void> {
    const { open } = this;
    if (!open) return;
    this.open = null;
    open.abort.abort();
    await this.jobs.cancelAll();
    await Promise.all(open.finished);
    open.studio.project.close();
    this.sources.clear();
    this.around.log.info('Closed the project.', { folder: open.studio.project.folder });
  }

  private tellRun(news: RunNews): void {
    const { events } = this.around;
    if (news.kind === 'progress') return events.runProgress(news.progress);
    if (news.kind === 'notice') return events.notice({ tone: 'info', message: news.message, hint: '' });
    events.run({ run: news.run, epoch: news.epoch });
  }
}

/** Refuses with 'unsaved' when the window cannot save its strokes now. */
export async function settleStrokes(desk: Desk): Promise<void> {
  if (!desk.studioOrNull || (await desk.handshake.settle())) return;
  refuse(
    'unsaved',
    'Some strokes are not saved yet, so the project stays open.',
    'See the status line for what keeps them from being saved.',
  );
}

export const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
