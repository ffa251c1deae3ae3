// A sheet of augmented samples, to look at before a run: frames are chosen here, drawn by the engine.
import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { Random } from '../../shared/random';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import { PartialFile } from '../engine/partialFile';
import { frameSummaries } from '../project/frames';
import type { Project } from '../project/project';
import { engineFrames } from './engineFrames';
import type { Sheet, SheetRequest, Studio, VerbOptions } from './studio';

const MOST = 100;

export const augmentSheet = (studio: Studio, request: SheetRequest, options: VerbOptions = {}): Promise<Result<Sheet>> =>
  attempt(() => draw(studio, request, options));

export const writeAugmentSheet = (
  studio: Studio,
  request: SheetRequest & { readonly out: string },
  options: VerbOptions = {},
): Promise<Result<{ file: string; samples: number; bytes: number; width: number; height: number }>> =>
  attempt(async () => {
    const file = resolve(request.out);
    if (extname(file).toLowerCase() !== '.png') refuse('bad-input', `${file} does not end in .png: the sheet is a PNG picture.`);
    if (!existsSync(dirname(file))) refuse('not-found', `There is no folder ${dirname(file)} to write the sheet into.`);
    const { png, width, height } = await draw(studio, request, options);
    const written = await PartialFile.create(file);
    try {
      await written.write(png, 0);
      return { file, samples: request.n, bytes: await written.commit(), width, height };
    } catch (error) {
      await written.discard();
      throw error;
    }
  });

async function draw({ project, engine }: Studio, { config, n, seed }: SheetRequest, { signal }: VerbOptions): Promise<Sheet> {
  if (!Number.isInteger(n) || n < 1 || n > MOST) refuse('bad-input', `A sheet has 1 to ${MOST} samples, not ${n}.`);
  const frames = await engineFrames(project, chosen(project, n, seed));
  const { png, width, height } = unwrap(await engine.call('augment.sheet', { config, frames, n, seed }, signal ? { signal } : {}));
  return { png: new Uint8Array(png), width, height };
}

/** Up to `n` of the frames that a run would train on, another choice for another seed. */
function chosen(project: Project, n: number, seed: number) {
  const all = frameSummaries(project.db);
  if (all.length === 0) refuse('empty', 'The project has no frames yet.', 'Import a folder of frames first.');
  const train = all.filter(({ split, mask }) => split === 'train' && mask !== null);
  if (train.length === 0) {
    refuse(
      'no-masks',
      'There is no train frame with a mask to draw samples from.',
      'Split the frames, and paint or import masks for them.',
    );
  }
  return Random.seeded(seed, 0x5eed)
    .shuffle(train)
    .slice(0, n)
    .map(({ id, mask }) => ({ frame: id, version: mask }));
}
