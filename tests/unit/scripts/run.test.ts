// Starting programs: their output, their exit code, and signals both ways.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript
import { capture, must } from '../../../scripts/lib/run.mjs';

const library = JSON.stringify(resolve('scripts/lib/run.mjs'));

/** A launcher like ours: starts the given program with Node and ends as it ends. */
function launch(program: string): ChildProcess {
  const script = `import { inherit, leaveLike } from ${library};
    leaveLike(await inherit(process.execPath, ['-e', ${JSON.stringify(program)}]));`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outcome(child: ChildProcess) {
  let stdout = '';
  child.stdout!.on('data', (text) => (stdout += text));
  const [code, signal] = await once(child, 'close');
  return { stdout, code, signal };
}

test('a launcher adds nothing to the output and ends with the same code', async () => {
  expect(await outcome(launch("console.log('answer'); process.exitCode = 3"))).toEqual({ stdout: 'answer\n', code: 3, signal: null });
});

test('a launcher whose program dies of a signal dies of it too', async () => {
  expect(await outcome(launch("process.kill(process.pid, 'SIGTERM')"))).toMatchObject({ code: null, signal: 'SIGTERM' });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the program once, and its own ending counts', async (signal) => {
  const child = launch(`process.on('${signal}', () => { console.log('got it'); setTimeout(() => process.exit(9), 100); });
    console.log('waiting'); setInterval(() => {}, 1000);`);
  await once(child.stdout!, 'data');
  const end = outcome(child);
  child.kill(signal);
  expect(await end).toEqual({ stdout: 'got it\n', code: 9, signal: null });
});

test('a program that does not exist is a failure with a name, not a crash', async () => {
  expect(await capture('no-such-program-here', [])).toMatchObject({ code: 127 });
});

test('a program that never ends is stopped with all it started', async () => {
  const result = await capture('sh', ['-c', 'echo begun; sleep 60 & sleep 60'], { timeout: 200 });
  expect(result.output).toMatch(/begun[^]*no end after 0.2 s/);
  expect(result.code).not.toBe(0);
});

test('a failed command is told with the end of its output and what to do', async () => {
  const failing = must('sh', ['-c', 'echo disk full >&2; exit 5'], {}, 'Make room.');
  await expect(failing).rejects.toMatchObject({ message: expect.stringContaining('disk full'), hint: 'Make room.' });
});
