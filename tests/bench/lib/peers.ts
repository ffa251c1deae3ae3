// The peers: Keras and PyTorch scripts, run with the Python that ROADBRUSH_PEER_PYTHON names, each in a process of its own.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const OWN = resolve(import.meta.dirname, '../peers');
const GIVEN = process.env['ROADBRUSH_PEERS'] ?? resolve(import.meta.dirname, '../../../../shared/peers');
const python = process.env['ROADBRUSH_PEER_PYTHON'];

/** Null where peers can be run; else why they are left out, for the console. */
export const noPeers: string | null = !python
  ? 'ROADBRUSH_PEER_PYTHON names no Python: the peers are left out.'
  : existsSync(resolve(GIVEN, 'nets_keras.py'))
    ? null
    : `${GIVEN} does not hold the peers' scripts: they are left out. Name their folder in ROADBRUSH_PEERS.`;

/** Runs one of the given scripts, or of those in tests/bench/peers; answers with what it printed. */
export async function peer(script: string, ...args: readonly (string | number)[]): Promise<string> {
  const file = [resolve(GIVEN, script), resolve(OWN, script)].find(existsSync) ?? script;
  // Our own TensorFlow libraries must not be found before the peer's.
  const env = { ...process.env, LD_LIBRARY_PATH: '', PYTHONPATH: GIVEN, TF_ENABLE_ONEDNN_OPTS: '1' };
  const { stdout } = await promisify(execFile)(python!, [file, ...args.map(String)], { env });
  return stdout;
}

/** 'name=12.5' in what a script printed, as a number. */
export function printed(text: string, name: string): number {
  const found = new RegExp(`\\b${name}=([\\d.]+)`).exec(text)?.[1];
  if (found === undefined) throw new Error(`A peer printed no ${name}: ${text}`);
  return Number(found);
}
