// The peer of the editor: napari's labels layer, run by the Python that ROADBRUSH_NAPARI_PYTHON names, under the same display.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Size } from './roadProject';

const python = process.env['ROADBRUSH_NAPARI_PYTHON'];
const script = resolve(process.env['ROADBRUSH_PEERS'] ?? resolve(import.meta.dirname, '../../../../shared/peers'), 'paint_napari.py');

/** Null where it can be run; else why it is left out. */
export const noNapari: string | null = !python
  ? 'ROADBRUSH_NAPARI_PYTHON names no Python with napari[pyqt5]: napari is left out.'
  : existsSync(script)
    ? null
    : `${script} is not there: napari is left out. Name its folder in ROADBRUSH_PEERS.`;

export interface NapariTimes {
  /** Milliseconds from the call that paints a dab to the drawn canvas. */
  readonly median: number;
  readonly p95: number;
}

export async function napari({ width, height }: Size): Promise<NapariTimes | null> {
  if (noNapari) return null;
  const env = { ...process.env, LD_LIBRARY_PATH: '' };
  const { stdout } = await promisify(execFile)(python!, [script, String(width), String(height)], { env });
  const found = /median ([\d.]+) ms, p95 ([\d.]+) ms/.exec(stdout);
  if (!found) throw new Error(`napari printed no times: ${stdout}`);
  return { median: Number(found[1]), p95: Number(found[2]) };
}
