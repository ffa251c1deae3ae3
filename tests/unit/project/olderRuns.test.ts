// Runs that an older Roadbrush recorded: they are read as what they were.
import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunSummary } from '../../../src/shared/contract/runs';
import { PRESETS } from '../../../src/shared/training/config';
import { unwrap } from '../../../src/shared/result';
import { epochRecords } from '../../../src/main/project/epochs';
import { APPLICATION_ID } from '../../../src/main/project/identity';
import { MIGRATIONS } from '../../../src/main/project/migrations';
import { openProjectFolder } from '../../../src/main/project/open';
import { runSummaries } from '../../../src/main/project/runs';
import { firstDamage, salvage } from '../../../src/main/project/salvage';
import { tempFolder, WRITE } from './helpers';

/** All that a config held then. */
const OPTIONS = [
  ...(['preset', 'net', 'base', 'width', 'height', 'head', 'dropout', 'epochs', 'batch', 'learningRate', 'schedule', 'seed'] as const),
  ...(['flipProbability', 'crop', 'keepEvery', 'threshold'] as const),
];

/** A project as version 0.1.0 left it, with a run and its first epoch, whose config has none of the later options. */
function older(device: string): string {
  const folder = join(tempFolder(), 'old.roadbrush');
  mkdirSync(folder);
  const raw = new Database(join(folder, 'project.db'));
  raw.pragma(`application_id = ${APPLICATION_ID}`);
  raw.exec(MIGRATIONS[0] ?? '');
  raw.pragma('user_version = 1');
  const config = Object.fromEntries(OPTIONS.map((name) => [name, PRESETS.reference[name]]));
  raw
    .prepare(
      `INSERT INTO run (name, config, state, reason, seed, code_version, device, seconds, train_frames, held_out_frames, mask_version, created_at)
       VALUES ('unet 1', ?, 'done', '', 1, '0.1.0', ?, 12, 3, 1, 4, 1)`,
    )
    .run(JSON.stringify(config), device);
  raw.exec(
    `INSERT INTO epoch (run, epoch, loss, threshold, frames, seconds, images_per_second, learning_rate) VALUES (1, 1, 0.5, 0.5, 1, 2, 3, 1e-3)`,
  );
  raw.close();
  return folder;
}

it('what they ran on is told apart, and options that there were not yet are as they were computed', () => {
  const project = unwrap(openProjectFolder(older('AMD EPYC (rev 2), 2 cores (CPU, graph)'), WRITE));
  const [run] = runSummaries(project.db);
  expect(RunSummary.safeParse(run).error).toBeUndefined();
  expect(run).toMatchObject({ device: 'AMD EPYC (rev 2), 2 cores (CPU, graph, float32)', path: 'graph', precision: 'float32' });
  expect(run?.config).toEqual({ ...PRESETS.reference, precision: 'float32' });
  expect(epochRecords(project.db, run!.id)).toMatchObject([{ epoch: 1, loss: 0.5, stepSeconds: null, waitSeconds: null }]);
  expect(run?.origin).toBe('');
  project.close();
});

it('a device that was written otherwise stays as it is', () => {
  const project = unwrap(openProjectFolder(older('a GPU'), WRITE));
  expect(runSummaries(project.db)).toMatchObject([{ device: 'a GPU', path: null, precision: null }]);
  project.close();
});

it('are saved from a damaged project too', () => {
  const raw = new Database(join(older('AMD EPYC, 2 cores (CPU, eager)'), 'project.db'), { readonly: true });
  expect(firstDamage(raw)).toBeNull();
  const saved = salvage(raw, null);
  expect(saved.broken).toEqual([]);
  expect(saved.raw.prepare('SELECT name, device, path FROM run').all()).toEqual([
    { name: 'unet 1', device: 'AMD EPYC, 2 cores (CPU, eager)', path: null },
  ]);
  saved.raw.close();
  raw.close();
});
