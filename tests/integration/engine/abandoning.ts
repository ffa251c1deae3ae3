// A program that takes one batch of an epoch and then loses interest: `node abandoning.js WORKER FRAME.png leave|exit`.
import { batches, planPlain } from '../../../src/main/engine/data/batches';
import { threaded } from '../../../src/main/engine/data/batchThreads';
import { FrameId } from '../../../src/shared/domain';

const [worker = '', path = '', how] = process.argv.slice(2);
const frames = Array.from({ length: 40 }, (_, i) => ({
  ...{ id: FrameId.parse(i + 1), name: `frame ${i}`, path, width: 60, height: 40, mask: null },
}));
// The last ones are not there: batches that nobody asks for any more fail behind our back.
for (const frame of frames.slice(8)) frame.path += '.gone';

async function main(): Promise<void> {
  for await (const { batch } of batches(planPlain(frames, 8), { width: 64, height: 64 }, threaded(worker, 2))) {
    console.log(`took ${batch.size}`);
    break;
  }
  if (how === 'exit') process.exit(0);
}
void main();
