// The engine's side of the wire: reads calls, runs their handlers, sends events and results, and is over when its input closes.
import type { Readable, Writable } from 'node:stream';
import { fail } from '../../shared/result';
import { answer } from './answer';
import type { FromEngine, ToEngine } from './messages';
import type { EngineHandlers } from './protocol';
import { encodeFrame, FrameReader } from './wire';

/** How long cancelled calls may take to clean up behind themselves once the input is closed. */
const GRACE_MS = 3_000;

/** Resolves when the input has closed, what was open has been cancelled, and all answers are written. */
export async function serveEngine(handlers: EngineHandlers, input: Readable, output: Writable): Promise<void> {
  const open = new Map<number, { readonly controller: AbortController; readonly done: Promise<void> }>();
  const send = (message: FromEngine): void => {
    for (const piece of encodeFrame(message)) output.write(piece);
  };
  // Main is gone: the input closes as well, and that ends us.
  output.on('error', () => input.destroy());

  const start = (call: ToEngine & { kind: 'call' }): void => {
    const controller = new AbortController();
    const emit = (event: unknown): void => send({ kind: 'event', id: call.id, event });
    const answered = answer(handlers, call.name, call.input as never, { emit, signal: controller.signal });
    const done = answered.then((result) => {
      open.delete(call.id);
      try {
        send({ kind: 'result', id: call.id, result });
      } catch (error) {
        console.error(`engine: the answer of ${call.name} cannot be sent:`, error);
        send({
          kind: 'result',
          id: call.id,
          result: fail('bug', `Something went wrong in Roadbrush itself (${call.name}): ${String(error)}`),
        });
      }
    });
    open.set(call.id, { controller, done });
  };

  send({ kind: 'ready', pid: process.pid, node: process.versions.node });
  const reader = new FrameReader();
  try {
    for await (const piece of input) {
      for (const message of reader.push(piece as Uint8Array) as ToEngine[]) {
        if (message.kind === 'call') start(message);
        else open.get(message.id)?.controller.abort();
      }
    }
  } catch (error) {
    // Closed under us, by main's death or a SIGTERM: nothing to tell.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('engine: the pipe from main broke:', error);
  }
  for (const { controller } of open.values()) controller.abort();
  const patience = new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref());
  await Promise.race([Promise.all([...open.values()].map(({ done }) => done)), patience]);
  if (!output.destroyed) await new Promise<void>((resolve) => output.end(resolve));
}
