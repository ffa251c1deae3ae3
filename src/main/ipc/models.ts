// Weights and models from and to other programs: where, asked of the person; then a job.
import { basename, dirname, join } from 'node:path';
import type { JobId } from '../../shared/domain';
import { ok, unwrap, type Result } from '../../shared/result';
import { modelFormat } from '../../shared/training/modelFormats';
import { exportModel, getRun, importWeights } from '../studio';
import type { ModelExport } from '../studio/studio';
import { exportFolder, rememberExport } from './exports';
import type { Desk } from './desk';

export async function chooseWeights(desk: Desk): Promise<Result<JobId | null>> {
  const { studio } = desk;
  const { dialogs, memory } = desk.around;
  const file = await dialogs.open('importWeights', {
    title: 'Import weights of a U-Net or U-Net++ from Keras',
    buttonLabel: 'Import',
    ...(memory.window.folders['weights'] ? { defaultPath: memory.window.folders['weights'] } : {}),
    properties: ['openFile'],
    filters: [
      { name: 'Keras weights or models', extensions: ['h5', 'hdf5'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  if (file === null) return ok(null);
  memory.rememberWindow({ folders: { ...memory.window.folders, weights: dirname(file) } });
  const job = desk.jobs.start('import-weights', `Importing weights of ${basename(file)}`, async (tools) => {
    const { run, notices } = unwrap(await importWeights(studio, { file, name: '', size: null }, tools));
    if (desk.studioOrNull === studio) desk.around.events.run({ run, epoch: null });
    return ok({ message: [`${basename(file)} is the run '${run.name}' now.`, ...notices].join(' ') });
  });
  return ok(job);
}

export async function chooseModelPlace(desk: Desk, what: Omit<ModelExport, 'out' | 'overwrite'>): Promise<Result<JobId | null>> {
  const { studio } = desk;
  const { run } = unwrap(getRun(studio.project, what.run));
  const { title, extension } = modelFormat(what.format);
  const name = `${run.name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-')}${extension === null ? ` ${title}` : `.${extension}`}`;
  const chosen = await desk.around.dialogs.save('exportModel', {
    title: extension === null ? `Export the model as a ${title} folder` : `Export the model as ${title}`,
    buttonLabel: 'Export',
    defaultPath: join(exportFolder(desk), name),
    ...(extension === null ? {} : { filters: [{ name: title, extensions: [extension] }] }),
  });
  if (chosen === null) return ok(null);
  rememberExport(desk, dirname(chosen));
  const out = extension === null || chosen.toLowerCase().endsWith(`.${extension}`) ? chosen : `${chosen}.${extension}`;
  const job = desk.jobs.start('export-model', `Exporting the model of ${run.name}`, async (tools) => {
    // The dialog has asked whether a file is to be replaced, of the name that was chosen.
    const made = unwrap(await exportModel(studio, { ...what, out, overwrite: extension !== null && out === chosen }, tools));
    const megabytes = (made.files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1);
    const input = `Input ${made.width}x${made.height}, 0 to 1`;
    return ok({
      message: `${basename(out)}: ${title}, epoch ${made.epoch} of ${run.name}, ${megabytes} MB. ${input}.`,
      file: made.files[0]?.file ?? out,
    });
  });
  return ok(job);
}
