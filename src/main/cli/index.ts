// The program `roadbrush`: the real terminal, the real engine, in one plain Node 22 process.
import { main } from './main';
import type { Host, Output } from './host';
import { superviseEngine } from '../engine/supervisor';
import { readRoutes } from '../routes';

const output = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  get isTTY() {
    return stream.isTTY === true;
  },
  get columns() {
    return stream.columns ?? 100;
  },
});

const routes = (): ReturnType<Host['routes']> => {
  const found = readRoutes();
  return found.ok ? found.value : null;
};

const host: Host = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  cwd: process.cwd(),
  // Loaded only when a command needs it: TensorFlow takes a second.
  engine: async () => (await import('../engine/inProcess')).inProcessEngine(),
  // Without priority over, or after, anything else: its time is what is asked for. Its last words are in its failure.
  ownEngine: (path) =>
    superviseEngine({
      routes: { node: routes()?.node ?? process.execPath, tensorflow: routes()?.tensorflow ?? null },
      ...{ log: () => undefined, nice: 0, environment: { ROADBRUSH_STEP: path } },
    }),
  routes,
  onInterrupt: (stop) => {
    let asked = 0;
    const listener = (): void => {
      // A second Ctrl+C does not wait for the step that is being computed. What was acknowledged is on disk either way.
      if (++asked > 1) process.exit(130);
      process.stderr.write('\nStopping after this step; press Ctrl+C again to stop at once.\n');
      stop();
    };
    process.on('SIGINT', listener).on('SIGTERM', listener);
    return () => process.off('SIGINT', listener).off('SIGTERM', listener);
  },
};

/** Native libraries may keep threads alive: the program ends itself, once its output is out. */
const leave = (code: number): void => {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
};

// A reader that went away (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main(process.argv.slice(2), host).then(leave, (error: unknown) => {
  process.stderr.write(`roadbrush: something went wrong in Roadbrush itself.\n${error instanceof Error ? error.stack : String(error)}\n`);
  leave(1);
});
