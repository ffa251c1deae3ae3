// The engine's entry: a plain Node 22 process. Calls come in on standard input, frames go out on descriptor 3; the two usual outputs stay free for logs.
import { readdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants, setPriority } from 'node:os';
import { engineHandlers } from './handlers';
import { serveEngine } from './serve';

/** Polite while somebody paints: 0 (normal) to 19, from the environment. */
function yieldToTheWindow(): void {
  const nice = Number(process.env['ROADBRUSH_ENGINE_NICE'] ?? constants.priority.PRIORITY_NORMAL);
  try {
    if (nice <= 0) return;
    // On Linux a priority is a thread's own, and one that starts later has that of its maker: Node has started some already, TensorFlow will.
    const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
    for (const thread of threads) setPriority(thread, Math.min(nice, constants.priority.PRIORITY_LOW));
  } catch (error) {
    console.error('engine: cannot lower its priority:', error);
  }
}

function outputPipe(): Socket {
  try {
    return new Socket({ fd: 3, readable: false, writable: true });
  } catch {
    console.error('The engine is started by Roadbrush itself; use the window or the command line.');
    return process.exit(2);
  }
}

// Ctrl-C in a terminal reaches every process of the group: what it means is main's to decide, and the input closes when main goes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => process.stdin.destroy());

yieldToTheWindow();
// Exits by itself: TensorFlow and codecs leave threads and handles behind that would keep the process alive.
void serveEngine(engineHandlers, process.stdin, outputPipe()).then(() => process.exit(0));
