// The sample project: a short synthetic drive with masks, a few of them wrong on purpose, made by the engine's generator and split already.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRle } from '../../shared/mask/rle';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import type { Engine, SampleFrame } from '../engine/protocol';
import { transaction } from '../project/database';
import { addFrame } from '../project/frames';
import { appendVersion } from '../project/masks';
import { writeMeta } from '../project/meta';
import { createProjectFolder } from '../project/open';
import { UNFINISHED, framesFolder, projectFolder, storePath } from '../project/paths';
import { writable, type OpenOptions, type Project } from '../project/project';
import { changedPixels } from './masks';
import { splitFrames } from './splitFrames';
import type { VerbOptions } from './studio';

const DEFAULTS = { frames: 60, seed: 1 };

/** Everything or nothing: failing or cancelled, the folder is gone again; a half-made one of a program that was killed is made anew. */
export const createSample = (
  written: string,
  engine: Engine,
  size: { readonly frames?: number; readonly seed?: number },
  options: OpenOptions & VerbOptions,
): Promise<Result<Project>> =>
  attempt(async () => {
    const folder = projectFolder(written);
    const { frames, seed } = { ...DEFAULTS, ...size };
    if (!Number.isInteger(frames) || frames < 2) refuse('bad-input', `A sample of ${frames} frames cannot be made: it needs at least 2.`);
    await clearGround(folder);
    let project: Project | null = null;
    try {
      await mkdir(framesFolder(folder), { recursive: true });
      await writeFile(join(folder, UNFINISHED), '');
      const rendered = unwrap(
        await engine.call(
          'sample.render',
          { dir: framesFolder(folder), frames, seed },
          {
            onEvent: ({ done, total }) => options.onProgress?.({ done, total, what: 'Drawing frames' }),
            ...(options.signal ? { signal: options.signal } : {}),
          },
        ),
      );
      project = unwrap(createProjectFolder(folder, options));
      fill(project, rendered.frames, seed);
      await rm(join(folder, UNFINISHED));
      return project;
    } catch (error) {
      project?.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  });

async function clearGround(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const inside = readdirSync(folder);
  if (inside.includes(UNFINISHED)) await rm(folder, { recursive: true });
  else if (inside.length > 0) refuse('exists', `${folder} exists already.`, 'Choose another name, or open that project.');
}

function fill(project: Project, frames: readonly SampleFrame[], seed: number): void {
  const db = writable(project);
  transaction(db, () => {
    for (const made of frames) {
      const { name, width, height, sha256 } = made;
      const frame = addFrame(db, { name, width, height, sha256, ...storePath(project.folder, made.path) });
      if (made.mask === null) continue;
      const changed = changedPixels(null, decodeRle(made.mask));
      appendVersion(db, { frame, parent: null, author: 'import', note: 'sample drive', rle: made.mask, changed, key: null });
    }
    writeMeta(db, 'sample', { seed, planted: frames.filter((made) => made.planted).map((made) => made.name) });
  });
  const masked = frames.filter((made) => made.mask !== null).length;
  unwrap(splitFrames(project, { kind: 'last', count: Math.max(1, Math.round(masked / 5)) }));
}
