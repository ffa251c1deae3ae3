// A project made, edited, split and read again inside Electron's own Node: `electron inElectron.cjs FOLDER BINDING`. Run by electron.test.ts.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRle } from '../../../src/shared/mask/rle';
import { unwrap } from '../../../src/shared/result';
import { addFrame } from '../../../src/main/project/frames';
import { writable } from '../../../src/main/project/project';
import { createProject, diagnose, listFrames, listRuns, openProject, saveMask, splitFrames } from '../../../src/main/studio';

const [folder = '', binding = ''] = process.argv.slice(2);
const options = { program: 'a test in Electron', mode: 'write', nativeBinding: binding } as const;
const made = unwrap(createProject(join(folder, 'p'), options));
for (const name of ['a', 'b']) {
  const frame = addFrame(writable(made), { name, place: 'inside', path: `frames/${name}.png`, width: 4, height: 2, sha256: name });
  const rle = encodeRle({ width: 4, height: 2, data: new Uint8Array(8).fill(7, 0, 3) });
  unwrap(saveMask(made, { frame, base: null, rle, author: 'human', note: 'stroke', key: `stroke-of-${name}` }));
}
made.close();
const project = unwrap(openProject(join(folder, 'p'), options));
const split = unwrap(splitFrames(project, { kind: 'last', count: 1 }));
void diagnose(null, null, folder).then((report) => {
  const frames = listFrames(project).map(({ name, split, edited, mask }) => ({ name, split, edited, mask }));
  writeSync(1, JSON.stringify({ node: process.versions.node, frames, split, runs: listRuns(project), freeDisk: report.freeDiskBytes > 0 }));
  project.close();
  process.exit(0);
});
