// history, restore: every version of a frame's mask, and an older one put back.
import type { Command } from 'commander';
import { VersionId, type FrameId, type MaskVersionSummary } from '../../shared/domain';
import { refuse, unwrap } from '../../shared/result';
import { versionTitle } from '../../shared/mask/versionWords';
import type { Project } from '../project/project';
import { maskHistory, restoreVersion } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { findFrames } from './parse';
import { table } from './text';

type End = (code: number) => void;
const FRAME_HELP = 'the frame, by name or by number (1 is the first by name)';

export function historyCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('history')
    .argument('<PROJECT>', 'the project')
    .argument('<FRAME>', FRAME_HELP)
    .summary("list every version of a frame's mask")
    .description("List every version of a frame's mask, newest first: who made it, what it changed, its name, the runs that saw it.")
    .addHelpText('after', '\nExample: roadbrush history monday um_000042');
  action(command, host, end, async (task, [project = '', frame = '']) => {
    const opened = task.open(project, 'read');
    const versions = unwrap(maskHistory(opened, oneFrame(opened, frame)));
    const rows = versions.map((version) => [
      ...[String(version.id), new Date(version.createdAt).toLocaleString('en-GB'), version.author, version.note],
      ...[String(version.changed), version.name ?? '', version.runs.join(', ')],
    ]);
    const header = ['version', 'made', 'by', 'what', 'pixels', 'name', 'seen by'];
    return { json: { versions }, lines: rows.length > 0 ? table(header, rows) : [`${frame} has no mask yet.`] };
  });
}

export function restoreCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('restore')
    .argument('<PROJECT>', 'the project')
    .argument('<FRAME>', FRAME_HELP)
    .argument('<VERSION>', 'the version, by number or by its name')
    .summary("make an older version a frame's mask again")
    .description("Make an older version a frame's mask again. Nothing is lost: it becomes a new version, and the window can undo it.")
    .addHelpText('after', '\nExample: roadbrush restore monday um_000042 31');
  action(command, host, end, async (task, [project = '', frame = '', written = '']) => {
    const opened = task.open(project, 'write');
    const id = oneFrame(opened, frame);
    const wanted = findVersion(unwrap(maskHistory(opened, id)), written, frame);
    const saved = unwrap(restoreVersion(opened, id, VersionId.parse(wanted.id)));
    const lines = [
      saved
        ? `${frame} is as ${versionTitle(wanted)} has it again: version ${saved.version}.`
        : `${frame} is as that version has it already.`,
    ];
    return { json: { frame: id, restored: wanted.id, version: saved?.version ?? null }, lines };
  });
}

function oneFrame(project: Project, written: string): FrameId {
  const [frame, ...others] = findFrames(project, written);
  return frame !== undefined && others.length === 0 ? frame : refuse('bad-input', `'${written}' is not one frame.`);
}

/** A name that was given twice means the newest that has it. */
function findVersion(versions: readonly MaskVersionSummary[], written: string, frame: string): MaskVersionSummary {
  return (
    versions.find(({ id }) => String(id) === written) ??
    versions.find(({ name }) => name === written) ??
    refuse('not-found', `${frame} has no version '${written}'.`, 'See them with: roadbrush history')
  );
}
