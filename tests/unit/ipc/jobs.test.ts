// Jobs: progress, time left, and every way a job can end.
import { describe, expect, it } from 'vitest';
import type { JobStatus } from '../../../src/shared/contract/app';
import { JobId } from '../../../src/shared/domain';
import { fail, ok, refuse } from '../../../src/shared/result';
import { Jobs, type JobWork } from '../../../src/main/ipc/jobs';

function table() {
  const told: JobStatus[] = [];
  const bugs: unknown[] = [];
  const clock = { now: 1_000_000 };
  const jobs = new Jobs(
    (status) => told.push(status),
    (_title, error) => bugs.push(error),
    () => clock.now,
  );
  return { jobs, told, bugs, clock };
}

/** Ends when it is cancelled, as a verb does. */
const untilCancelled = ({ signal }: JobWork) =>
  new Promise<ReturnType<typeof fail>>((resolve) => signal.addEventListener('abort', () => resolve(fail('cancelled', 'Cancelled.'))));

describe('a job', () => {
  it('is told about from its beginning to its end, with what it made', async () => {
    const { jobs, told, clock } = table();
    const id = jobs.start('import', 'Importing training', async ({ onProgress }) => {
      clock.now += 2000;
      onProgress({ done: 1, total: 4 });
      clock.now += 2000;
      onProgress({ done: 4, total: 4 });
      return ok({ message: '4 frames imported.', report: { imported: 4 }, file: '/tmp/x' });
    });
    const end = await jobs.ended(id);
    expect(told.map(({ state, done, secondsLeft }) => [state, done, secondsLeft])).toEqual([
      ['running', 0, null],
      ['running', 1, 6],
      ['running', 4, 0],
      ['done', 4, null],
    ]);
    expect(end).toMatchObject({ message: '4 frames imported.', report: { imported: 4 }, hasFile: true });
    expect(jobs.fileOf(id)).toBe('/tmp/x');
  });

  it('that was cancelled says so and has no file', async () => {
    const { jobs } = table();
    const id = jobs.start('export-video', 'Exporting', untilCancelled);
    jobs.cancel(id);
    expect(await jobs.ended(id)).toMatchObject({ state: 'cancelled', hasFile: false });
    expect(() => jobs.fileOf(id)).toThrow('no file');
  });

  it('that ended early in good order counts as cancelled and keeps its report', async () => {
    const { jobs } = table();
    const id = jobs.start('import', 'Importing', async () => ok({ message: 'Cancelled: nothing was added.', report: 1, cancelled: true }));
    expect(await jobs.ended(id)).toMatchObject({ state: 'cancelled', report: 1, message: 'Cancelled: nothing was added.' });
  });

  it.each([
    ['returned', async () => fail('unreadable', 'a.png cannot be read.', 'Copy it again.')],
    ['thrown', async () => refuse('unreadable', 'a.png cannot be read.', 'Copy it again.')],
  ])('whose failure is %s says what happened and what to do', async (_how, work) => {
    const { jobs, bugs } = table();
    expect(await jobs.ended(jobs.start('import', 'Importing', work))).toMatchObject({
      state: 'failed',
      message: 'a.png cannot be read. Copy it again.',
    });
    expect(bugs).toHaveLength(0);
  });

  it('with a bug in it fails, and the bug is reported', async () => {
    const { jobs, bugs } = table();
    const id = jobs.start('import', 'Importing', async () => {
      throw new TypeError('oops');
    });
    expect(await jobs.ended(id)).toMatchObject({ state: 'failed' });
    expect(bugs).toHaveLength(1);
  });

  it('that has ended ignores late progress', async () => {
    const { jobs, told } = table();
    const kept: JobWork[] = [];
    const id = jobs.start('import', 'Importing', async (tools) => (kept.push(tools), ok({ message: 'Done.' })));
    await jobs.ended(id);
    kept[0]?.onProgress({ done: 9, total: 9 });
    expect(told.at(-1)).toMatchObject({ state: 'done', done: 0 });
  });
});

describe('the table', () => {
  it('lists the newest first, and cancels all before a project is closed', async () => {
    const { jobs } = table();
    jobs.start('import', 'first', untilCancelled);
    jobs.start('export-video', 'second', untilCancelled);
    expect(jobs.list().map((job) => job.title)).toEqual(['second', 'first']);
    await jobs.cancelAll();
    expect(jobs.running()).toEqual([]);
  });

  it('forgets the oldest ended jobs, never a running one', async () => {
    const { jobs } = table();
    const running = jobs.start('import', 'long', untilCancelled);
    for (let i = 0; i < 80; i++) await jobs.ended(jobs.start('import', 'short', async () => ok({ message: '' })));
    expect(jobs.list().length).toBeLessThanOrEqual(51);
    expect(jobs.list().at(-1)?.id).toBe(running);
    expect(() => jobs.cancel(JobId.parse(2))).toThrow('not known');
    await jobs.cancelAll();
  });
});
