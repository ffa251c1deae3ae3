// A program that saves masks as fast as it can and says so after each: `node saver.cjs PROJECT`. Killed by nothingLost.test.ts.
import { writeSync } from 'node:fs';
import { unwrap } from '../../../src/shared/result';
import { encodeRle } from '../../../src/shared/mask/rle';
import { listFrames, loadMask, openProject, saveMask } from '../../../src/main/studio';

const [folder = '', from = '0'] = process.argv.slice(2);
const project = unwrap(openProject(folder, { program: 'the saver', mode: 'write' }));
const frames = listFrames(project);
for (let n = Number(from); ; n++) {
  const frame = frames[n % frames.length]!;
  const data = new Uint8Array(frame.width * frame.height);
  for (let i = 0; i < data.length; i++) data[i] = (i * (n + 1)) % 97 === 0 ? 7 : 0;
  const rle = encodeRle({ width: frame.width, height: frame.height, data });
  const base = unwrap(loadMask(project, frame.id)).version;
  const { version } = unwrap(
    saveMask(project, { frame: frame.id, base, rle, author: 'human', note: `stroke ${n}`, key: `stroke-${String(n).padStart(8, '0')}` }),
  );
  // Written at once: what the parent has read was acknowledged.
  writeSync(1, `${n} ${version}\n`);
}
