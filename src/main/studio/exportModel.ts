// A run's net for other programs: chosen here, written by the engine, with a record of what it is and how good it was found.
import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import type { RunSummary } from '../../shared/contract/runs';
import { RunConfig } from '../../shared/training/config';
import { modelFormat } from '../../shared/training/modelFormats';
import { epochRecords } from '../project/epochs';
import { needRun } from './need';
import { checkpointFile, chooseEpoch } from './predict';
import type { ExportedModel, ModelExport, Studio, VerbOptions } from './studio';
import { ROADBRUSH_VERSION } from './version';

export const exportModel = (studio: Studio, what: ModelExport, options: VerbOptions = {}): Promise<Result<ExportedModel>> =>
  attempt(async () => {
    const { project, engine } = studio;
    const { format, overwrite } = what;
    const out = checkedOut(what);
    const run = needRun(project, what.run);
    const epoch = chooseEpoch(project, run, what.epoch);
    const config = atDepth(run, what.depth);
    const record = epochRecords(project.db, run.id).find((each) => each.epoch === epoch);
    const about = {
      ...{ version: ROADBRUSH_VERSION, net: netWords(config), run: run.name, epoch, threshold: config.threshold },
      // The score that is on record is of the depth that the run predicts with.
      heldOut: config.depth === run.config.depth ? (record?.heldOut ?? null) : null,
    };
    const job = { config, checkpoint: checkpointFile(project, run, epoch), format, out, overwrite, about };
    const made = unwrap(await engine.call('model.export', job, options.signal ? { signal: options.signal } : {}));
    return { run: run.id, epoch, format, out, depth: config.depth, ...made };
  });

function checkedOut({ out: written, format }: ModelExport): string {
  const out = resolve(written);
  const { title, extension } = modelFormat(format);
  if (extension !== null && extname(out).toLowerCase() !== `.${extension}`)
    refuse('bad-input', `${out} does not end in .${extension}: ${title} is one file of that kind.`);
  if (!existsSync(dirname(out))) refuse('not-found', `There is no folder ${dirname(out)} to write the model into.`);
  return out;
}

function atDepth(run: RunSummary, depth: number | null): RunConfig {
  // Records of older programs lack what was not yet a choice then.
  const config = RunConfig.parse(run.config);
  const parsed = RunConfig.safeParse({ ...config, depth: depth ?? config.depth });
  if (parsed.success) return parsed.data;
  return refuse('bad-input', `Run '${run.name}' cannot be exported at depth ${depth}: ${parsed.error.issues[0]?.message ?? ''}`);
}

function netWords({ net, base, batchNorm, deepSupervision, depth }: RunConfig): string {
  const name = net === 'unet' ? 'U-Net' : 'U-Net++';
  const more = [batchNorm ? 'batch normalisation (folded into the convolutions)' : '', deepSupervision ? `depth ${depth}` : ''];
  return [name, `${base} base filters`, ...more.filter(Boolean)].join(', ');
}
