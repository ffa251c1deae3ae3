// A project to work on: real frames of KITTI where they are, else the sample.
import { hasKitti, kittiSemantics } from './data';
import { framesOf, type StoredFrame } from './database';
import { projectFrom } from './person';
import type { Home, Opened } from './studio';

export async function anyProject(home: Home): Promise<{ studio: Opened; folder: string; frames: StoredFrame[] }> {
  if (hasKitti) {
    home.notTheFirstLaunch();
    const studio = await home.open();
    const folder = home.at('kitti.roadbrush');
    await projectFrom(home, studio, folder, kittiSemantics, 2);
    return { studio, folder, frames: framesOf(folder) };
  }
  const studio = await home.open();
  await studio.page.getByTestId('hud').waitFor({ timeout: 240_000 });
  const folder = home.at('home', 'projects', 'Sample drive.roadbrush');
  return { studio, folder, frames: framesOf(folder) };
}
