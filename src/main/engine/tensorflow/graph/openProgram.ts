// A program written to a passing folder and opened: the state of several functions lives in one session.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backend } from '../runtime';
import type { NodeBackend } from './backend';
import { stateOf, writeProgram, type ProgramOptions } from './program';
import { GraphSession } from './session';

/** The backend as recording and running need it. */
export const nodeBackend = (): NodeBackend => backend() as unknown as NodeBackend;

/** The session has no state until its first `write`. */
export function openProgram(options: Omit<ProgramOptions, 'binding'>): GraphSession {
  const { binding } = nodeBackend();
  const folder = mkdtempSync(join(tmpdir(), 'roadbrush-graph-'));
  try {
    writeProgram(folder, { ...options, binding });
    return new GraphSession(binding, folder, stateOf(options));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
