// A run's report: where to is asked of the person; then a job.
import { basename, dirname, join } from 'node:path';
import type { JobId, RunId } from '../../shared/domain';
import { fileStems } from '../../shared/fileNames';
import { ok, unwrap, type Result } from '../../shared/result';
import { getRun, writeReport } from '../studio';
import type { Desk } from './desk';
import { exportFolder, rememberExport } from './exports';

export async function chooseReportPlace(desk: Desk, { run }: { readonly run: RunId }): Promise<Result<JobId | null>> {
  const { studio } = desk;
  const { name } = unwrap(getRun(studio.project, run)).run;
  const [stem = 'report'] = fileStems([{ name }]);
  const chosen = await desk.around.dialogs.save('exportReport', {
    title: `Write the report of ${name}`,
    buttonLabel: 'Write',
    defaultPath: join(exportFolder(desk), `${stem}.html`),
    filters: [{ name: 'HTML page', extensions: ['html'] }],
  });
  if (chosen === null) return ok(null);
  rememberExport(desk, dirname(chosen));
  const out = /\.html?$/i.test(chosen) ? chosen : `${chosen}.html`;
  return ok(
    desk.jobs.start('report', `Writing the report of ${name}`, async (tools) => {
      const made = unwrap(await writeReport(studio, { run, epoch: 'best', out }, tools));
      return ok({
        message: `${basename(out)}: the report of ${name}, epoch ${made.epoch}, ${(made.bytes / 1e6).toFixed(1)} MB.`,
        file: made.file,
      });
    }),
  );
}
