// Frames as the engine takes them: their image's path, which is there, and the mask of a chosen version.
import type { FrameId, VersionId } from '../../shared/domain';
import { refuse } from '../../shared/result';
import type { EngineFrame } from '../engine/protocol';
import { maskVersion } from '../project/masks';
import type { Project } from '../project/project';
import { needFrameFile, needFrameRow } from './need';

export async function engineFrame(project: Project, frame: FrameId, version: VersionId | null): Promise<EngineFrame> {
  const row = needFrameRow(project, frame);
  const { id, name, width, height } = row;
  return {
    id,
    name,
    width,
    height,
    path: await needFrameFile(project, row),
    mask: version === null ? null : maskOf(project, name, version),
  };
}

function maskOf(project: Project, name: string, version: VersionId): Uint8Array {
  const found = maskVersion(project.db, version);
  return (
    found?.rle ?? refuse('damaged', `Mask version ${version} of frame ${name} is lost.`, 'Put back a backup of the project, or train anew.')
  );
}

/** In the order given. Refuses at the first frame whose image is gone. */
export async function engineFrames(
  project: Project,
  frames: readonly { readonly frame: FrameId; readonly version: VersionId | null }[],
): Promise<EngineFrame[]> {
  const made: EngineFrame[] = [];
  for (const { frame, version } of frames) made.push(await engineFrame(project, frame, version));
  return made;
}
