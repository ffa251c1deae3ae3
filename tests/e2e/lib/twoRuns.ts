// A project with two finished runs that have predicted every frame, made in a second: real verbs, and an engine whose nets are rules.
import sharp from 'sharp';
import { unwrap } from '../../../src/shared/result';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { openProject, predict, startRun, studioOf } from '../../../src/main/studio';
import { fakeEngine } from '../../unit/studio/fakeEngine';
import { bigProject } from './bigProject';

export const SIZE = { width: 400, height: 120 } as const;

/** `folder` with `frames` frames, whose masks are their lower third. The net of 'first' calls the upper half road, that of 'second' the upper three quarters. */
export async function twoRuns(folder: string, picture: string, frames: number): Promise<string> {
  await sharp({ create: { ...SIZE, channels: 3, background: '#567' } })
    .png()
    .toFile(picture);
  const made = bigProject(folder, frames, [{ path: picture, ...SIZE }]);
  const project = unwrap(openProject(made, { program: 'a test', mode: 'write' }));
  const engine = fakeEngine();
  const studio = studioOf(project, engine);
  for (const [name, net, road] of [
    ['first', 'unet', 0.5],
    ['second', 'unetpp', 0.75],
  ] as const) {
    engine.script.road = () => road;
    const config: RunConfig = { ...PRESETS.quick, net, epochs: 2, keepEvery: 1, width: 16, height: 16 };
    const begun = unwrap(await startRun(studio, { config, name }));
    unwrap(await begun.finished);
    unwrap(await predict(studio, { run: begun.run, epoch: 'best', frames: [] }));
  }
  project.close();
  return made;
}
