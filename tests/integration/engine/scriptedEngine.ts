// An engine process whose handlers misbehave on request: the real wire and serving, without the real work. What to do stands in a thumbnail's path.
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineHandler, EngineHandlers } from '../../../src/main/engine/protocol';
import { serveEngine } from '../../../src/main/engine/serve';
import { refuse } from '../../../src/shared/result';

const text = (value: string) => ({ webp: new TextEncoder().encode(value) });

const acts: Record<string, EngineHandler<'images.thumbnail'>> = {
  env: async () => text(JSON.stringify(process.env)),
  abort: async () => {
    console.error('I0000 00:00:1795400273.686383 30173 port.cc:153] oneDNN custom operations are on.');
    console.error('terminate called after throwing an instance of std::bad_alloc');
    return process.abort();
  },
  exit: async () => process.exit(3),
  wait: async (_input, { signal }) => {
    await sleep(60_000, undefined, { signal });
    return text('never');
  },
  // As a TensorFlow step does: the thread hears nothing meanwhile.
  block: async ({ width }, { signal }) => {
    for (const end = Date.now() + width; Date.now() < end;);
    await sleep(0);
    signal.throwIfAborted();
    return text('unblocked');
  },
  deaf: () => new Promise(() => undefined),
  bug: async () => (undefined as unknown as { x: { webp: Uint8Array } }).x,
  refuse: async () => refuse('unreadable', 'a.png cannot be read.', 'Look at it.'),
  unsendable: async () => ({ webp: new Float32Array(1) as unknown as Uint8Array }),
  chatter: async () => {
    console.log('to standard output');
    console.error('to standard error');
    return text('said');
  },
};

const inspect: EngineHandler<'images.inspect'> = async ({ items }, { emit, signal }) => {
  for (let done = 1; done <= items.length; done++) {
    signal.throwIfAborted();
    emit({ kind: 'progress', done, total: items.length });
    await sleep(1);
  }
  return { failed: [], images: [] };
};

const handlers = {
  'images.thumbnail': (input, context) => acts[input.path]!(input, context),
  'images.inspect': inspect,
} satisfies Partial<EngineHandlers>;

void serveEngine(handlers as unknown as EngineHandlers, process.stdin, new Socket({ fd: 3, readable: false, writable: true })).then(() =>
  process.exit(0),
);
