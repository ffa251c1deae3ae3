// The gate between window and main: who asks, what is asked, and what comes back.
import { describe, expect, it } from 'vitest';
import { contract } from '../../../src/shared/contract';
import { fail, ok, refuse } from '../../../src/shared/result';
import { type Caller, type Gate, type Handlers, registerCalls } from '../../../src/main/ipc/register';
import { callNames, eventNames } from '../../../src/preload/names';
import { events } from '../../../src/shared/contract/events';

type Listener = (caller: Caller, input: unknown) => unknown;
const ours: Caller = { sender: 'window', senderFrame: { url: 'app://studio/index.html', parent: null } };

/** Every call answers {} unless `given` says otherwise. */
function gate(given: Record<string, (input: unknown) => unknown> = {}, checkAnswers = true) {
  const channels = new Map<string, Listener>();
  const log: string[] = [];
  const handlers = Object.fromEntries(
    Object.entries(contract).map(([domain, calls]) => [
      domain,
      Object.fromEntries(Object.keys(calls).map((name) => [name, given[`${domain}.${name}`] ?? (() => ok({}))])),
    ]),
  ) as unknown as Handlers;
  const opened: Gate = {
    handle: (channel, listener) => channels.set(channel, listener),
    trusts: (caller) => caller === ours,
    checkAnswers,
    log: { warn: (message) => log.push(message), error: (message) => log.push(message) },
  };
  registerCalls(handlers, opened);
  return { channels, log, call: (name: string, input: unknown, caller = ours) => channels.get(`call:${name}`)?.(caller, input) };
}

describe('the calls of the window', () => {
  it('are all registered, each under its channel, and nothing else is', () => {
    const { channels } = gate();
    const wanted = Object.entries(contract).flatMap(([domain, calls]) => Object.keys(calls).map((name) => `call:${domain}.${name}`));
    expect([...channels.keys()].sort()).toEqual(wanted.sort());
  });

  it('are refused without reaching the handler when another page or frame makes them', async () => {
    let reached = false;
    const { call, log } = gate({ 'frames.list': () => ((reached = true), ok([])) });
    const stranger: Caller = { sender: 'window', senderFrame: { url: 'https://example.com/', parent: null } };
    expect(await call('frames.list', {}, stranger)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(reached).toBe(false);
    expect(log.join()).toContain('frames.list');
  });

  it.each([
    ['masks.save', { frame: 1, base: null, rle: 'not bytes', author: 'human', note: '', key: 'abcdefgh' }],
    ['masks.save', { frame: -1, base: null, rle: new Uint8Array(1), author: 'human', note: '', key: 'abcdefgh' }],
    ['masks.load', { frame: '../../etc/passwd' }],
    ['masks.load', null],
    ['frames.review', { frame: 1, state: 'deleted' }],
    ['runs.start', { config: {}, name: 'x' }],
    ['app.setPreferences', { values: 3 }],
  ])('%s with a wrong input is refused without reaching the handler', async (name, input) => {
    let reached = false;
    const { call } = gate({ [name]: () => ((reached = true), ok({})) });
    expect(await call(name, input)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    expect(reached).toBe(false);
  });

  it('get an expected failure as a value, thrown or returned', async () => {
    const thrown = gate({ 'project.close': () => refuse('locked', 'It is locked.') });
    expect(await thrown.call('project.close', {})).toEqual({ ok: false, error: { code: 'locked', message: 'It is locked.' } });
    const returned = gate({ 'project.close': () => fail('locked', 'It is locked.', 'Wait.') });
    expect(await returned.call('project.close', {})).toEqual({
      ok: false,
      error: { code: 'locked', message: 'It is locked.', hint: 'Wait.' },
    });
  });

  it('get a bug as a value too, and the log has it', async () => {
    const { call, log } = gate({
      'project.close': () => {
        throw new TypeError('x is not a function');
      },
    });
    expect(await call('project.close', {})).toMatchObject({ ok: false, error: { code: 'bug' } });
    expect(log).toHaveLength(1);
  });

  it('are held against the contract on the way back in tests, not in daily use', async () => {
    const wrong = { 'frames.list': () => ok([{ id: 1, name: 'a' }]) };
    expect(await gate(wrong, true).call('frames.list', {})).toMatchObject({ ok: false, error: { code: 'bug' } });
    expect(await gate(wrong, false).call('frames.list', {})).toMatchObject({ ok: true });
  });
});

describe("the preload's list of names", () => {
  it('is the contract, call by call and event by event', () => {
    const names = (domains: Record<string, object>) =>
      Object.entries(domains)
        .flatMap(([domain, calls]) => Object.keys(calls).map((name) => `${domain}.${name}`))
        .sort();
    expect(names(callNames)).toEqual(names(contract));
    expect(Object.keys(eventNames).sort()).toEqual(Object.keys(events).sort());
  });
});
