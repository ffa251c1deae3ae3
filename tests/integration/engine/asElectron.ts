// Runs the supervisor the way Electron's main does: in Electron's own, older Node. Prints what happened as one line of JSON.
import { superviseEngine } from '../../../src/main/engine/supervisor';

const [node, entry] = process.argv.slice(2) as [string, string];
const states: string[] = [];
const engine = superviseEngine({
  routes: { node, tensorflow: { dir: '/nowhere', kind: 'cpu', version: '0', route: '' } },
  log: () => undefined,
  onState: (state) => states.push(state),
  entry,
  backOff: () => 0,
});

async function main(): Promise<void> {
  const env = await engine.call('images.thumbnail', { path: 'env', width: 1 });
  const died = engine.call('images.thumbnail', { path: 'wait', width: 1 });
  process.kill(engine.pid()!, 'SIGKILL');
  const code = await died.then((result) => (result.ok ? 'ok' : result.error.code));
  const again = await engine.call('images.thumbnail', { path: 'chatter', width: 1 });
  await engine.close();
  const given = env.ok ? Object.keys(JSON.parse(Buffer.from(env.value.webp).toString()) as object) : [];
  console.log(
    JSON.stringify({ node: process.versions.node, electron: process.versions['electron'], code, again: again.ok, states, given }),
  );
}
void main();
