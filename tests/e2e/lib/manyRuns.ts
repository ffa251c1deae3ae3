// Many finished runs in a project, made by SQL in a second or two: configs of a sweep, epochs with plausible curves, scores of the best epoch. No weights.
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { named } from '../../../src/shared/training/changes';
import { unwrap } from '../../../src/shared/result';
import type { RunId } from '../../../src/shared/domain';
import { all, run, transaction } from '../../../src/main/project/database';
import { openProjectFolder } from '../../../src/main/project/open';
import { writable } from '../../../src/main/project/project';
import { addRun, type PinnedFrame } from '../../../src/main/project/runs';

export interface ManyRuns {
  readonly runs: number;
  readonly epochs: number;
  /** Scores of the best epoch for every frame with a mask. */
  readonly scores?: boolean;
}

/** The k-th config of a sweep over net, base filters, learning rate, loss and dropout. */
export function sweepConfig(k: number, epochs: number): RunConfig {
  const pick = <T>(list: readonly T[], by: number): T => list[Math.floor(k / by) % list.length]!;
  const config: RunConfig = {
    ...PRESETS.quick,
    epochs,
    net: pick(['unet', 'unetpp'] as const, 1),
    base: pick([8, 16, 32], 2),
    learningRate: pick([1e-4, 3e-4, 1e-3], 6),
    loss: pick(['bce', 'bce-dice'] as const, 18) as RunConfig['loss'],
    dropout: pick([0, 0.25, 0.5], 3),
    seed: k + 1,
  };
  return named(config, 'quick');
}

/** Adds them to the project in `folder`, which no program has open. Answers their numbers, oldest first. */
export function addManyRuns(folder: string, { runs, epochs, scores = false }: ManyRuns): RunId[] {
  const project = unwrap(openProjectFolder(folder, { program: 'a test', mode: 'write' }));
  const db = writable(project);
  const frames = all<PinnedFrame>(
    db,
    "SELECT s.frame, s.split, m.version FROM split s JOIN mask m ON m.frame = s.frame WHERE s.split <> 'none' ORDER BY s.frame",
  );
  const made = transaction(db, () =>
    Array.from({ length: runs }, (_, k) => {
      const config = sweepConfig(k, epochs);
      const name = `${config.net === 'unet' ? 'unet' : 'unetpp'} ${k + 1}`;
      const device = { name: 'Intel Xeon, 2 cores', kind: 'CPU' } as const;
      const id = addRun(db, { name, config, codeVersion: 'test', device, frames, origin: '' });
      const best = Math.max(1, Math.round(epochs * (0.6 + 0.4 * ((k * 7) % 10) * 0.1)));
      // Better with more filters; a large rate and no dropout cost something.
      const top =
        0.72 + 0.06 * Math.log2(config.base / 8) + (config.net === 'unetpp' ? 0.02 : 0) - config.learningRate * 40 + ((k * 13) % 7) * 0.004;
      for (let epoch = 1; epoch <= epochs; epoch++) {
        const part = 1 - Math.exp((-3 * epoch) / epochs);
        const iou = top * part - 0.002 * Math.abs(epoch - best);
        run(
          db,
          `INSERT INTO epoch (run, epoch, loss, held_out_loss, threshold, frames, mean_iou, pooled_iou, precision, recall, f1, seconds, images_per_second,
             learning_rate, step_seconds, wait_seconds) VALUES (?, ?, ?, ?, 0.5, ?, ?, ?, ?, ?, ?, ?, 4.2, ?, 0.21, 0.01)`,
          ...[id, epoch, 0.7 * Math.exp((-3 * epoch) / epochs) + 0.05, 0.75 * Math.exp((-2.5 * epoch) / epochs) + 0.08],
          ...[
            frames.filter(({ split }) => split === 'held-out').length,
            iou,
            iou + 0.012,
            0.9,
            0.88,
            0.89,
            40 + config.base,
            config.learningRate,
          ],
        );
      }
      run(
        db,
        "INSERT INTO checkpoint (run, epoch, file, sha256, bytes, best, last, kept) VALUES (?, ?, 'gone.safetensors', '', 1, 1, 0, 1)",
        id,
        best,
      );
      run(
        db,
        "UPDATE run SET state = 'done', path = 'graph', precision = ?, seconds = ? WHERE id = ?",
        ...[k % 3 === 0 ? 'bfloat16' : 'float32', (40 + config.base) * epochs, id],
      );
      if (scores)
        run(
          db,
          `INSERT INTO score (run, epoch, frame, version, tp, fp, fn, tn, iou)
           SELECT p.run, ?, p.frame, p.version, 90000 + (p.frame * 37) % 9000, (p.frame * 13) % 9000, (p.frame * 29) % 9000, 350000,
             0.7 + (p.frame * 31 % 300) / 1000.0 FROM run_frame p WHERE p.run = ?`,
          ...[best, id],
        );
      return id;
    }),
  );
  project.close();
  return made;
}
