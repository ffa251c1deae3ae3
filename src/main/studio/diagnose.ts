// The doctor: every native part with its version and route, the device that an operation really ran on, and what is wrong with a line on how to mend it.
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import type { DoctorReport } from '../../shared/contract/app';
import type { Failure } from '../../shared/result';
import type { DeviceReport, Engine } from '../engine/protocol';
import { openFile } from '../project/database';
import { appRoot, type Routes } from '../routes';
import { tryMedia, type MediaTrial } from './tryMedia';
import { ROADBRUSH_VERSION } from './version';

type Part = DoctorReport['parts'][number];
/** What a training run, a video and a copied import need to be comfortable. */
const ENOUGH_DISK = 2e9;
const MEND = 'Run npm start once: it puts every part in place.';

/** `engine` null: nothing is run, parts are only looked for. `folder`: whose disk is measured. */
export async function diagnose(engine: Engine | null, routes: Routes | null, folder: string = process.cwd()): Promise<DoctorReport> {
  const device = engine ? await engine.call('device.describe', {}) : null;
  const media = engine ? await tryMedia(engine) : null;
  const found = device?.ok ? device.value : null;
  const parts = [
    node(routes),
    electron(routes),
    tensorflow(routes, device && !device.ok ? device.error : null, found),
    addon(routes),
    sqlite(routes),
    ...mediaParts(media),
  ];
  const flags = cpuFlags();
  const report = {
    roadbrush: ROADBRUSH_VERSION,
    parts,
    device: found ? found.name : `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores (not tried)`,
    deviceKind: found?.kind ?? ('unknown' as const),
    amx: found?.amx ?? flags.has('amx_tile'),
    avx512: found?.avx512 ?? flags.has('avx512f'),
    avx2: found?.avx2 ?? flags.has('avx2'),
    bfloat16: found?.bfloat16 ?? false,
    path: found?.path ?? 'unknown',
    ...autoPrecision(found),
    memoryBytes: found?.memoryBytes ?? totalmem(),
    freeDiskBytes: freeDisk(folder),
  };
  return { ...report, problems: problemsOf(report, routes) };
}

/** As a run decides it, but for its self-test, which has the last word there. */
function autoPrecision(device: DeviceReport | null): Pick<DoctorReport, 'precision' | 'precisionWhy'> {
  if (!device) return { precision: 'float32', precisionWhy: 'nothing could be tried' };
  if (device.path === 'eager') return { precision: 'float32', precisionWhy: 'steps are computed operation by operation' };
  if (!device.bfloat16) return { precision: 'float32', precisionWhy: 'the processor has neither AMX nor AVX512-BF16' };
  const has = device.kind === 'GPU' ? 'the GPU computes in it' : device.amx ? 'the processor has AMX' : 'the processor has AVX512-BF16';
  return { precision: 'bfloat16', precisionWhy: has };
}

function problemsOf(report: Omit<DoctorReport, 'problems'>, routes: Routes | null): DoctorReport['problems'] {
  const problems: DoctorReport['problems'] = [];
  if (!routes) problems.push({ problem: 'The native parts have not been set up.', mend: MEND });
  for (const { name, ok, problem, mend } of routes ? report.parts : []) if (!ok) problems.push({ problem: `${name}: ${problem}`, mend });
  if (routes?.tensorflow?.kind === 'cuda' && report.deviceKind === 'CPU') {
    problems.push({
      problem: 'TensorFlow is the CUDA build, but it computes on the processor: it found no usable GPU.',
      mend: 'Check the driver with nvidia-smi.',
    });
  }
  if (report.freeDiskBytes < ENOUGH_DISK) {
    problems.push({
      problem: `Only ${(report.freeDiskBytes / 1e9).toFixed(1)} GB of disk are free here.`,
      mend: 'Make room: runs keep checkpoints, imports copy frames.',
    });
  }
  if (routes?.electron?.warning)
    problems.push({ problem: routes.electron.warning, mend: 'Set it up again where the official download is reachable.' });
  return problems;
}

const part = (name: string, version: string, route: string, problem = '', mend = problem === '' ? '' : MEND): Part => ({
  ...{ name, version, route, ok: problem === '', problem, mend },
});
const missing = (path: string | null | undefined): string =>
  path && existsSync(path) ? '' : path ? `it is not at ${path}.` : 'it is not set up.';
const version = (routes: Routes | null, key: string): string => routes?.versions[key] ?? '';
const route = (routes: Routes | null, key: string): string => routes?.routes[key] ?? '';

const node = (routes: Routes | null): Part =>
  part('Node', version(routes, 'node') || process.versions.node, route(routes, 'node'), missing(routes?.node));

const electron = (routes: Routes | null): Part =>
  part('Electron', routes?.electron?.version ?? '', routes?.electron?.route ?? '', missing(routes?.electron?.path));

function tensorflow(routes: Routes | null, failure: Failure | null, device: DeviceReport | null): Part {
  const library = routes?.tensorflow ? join(routes.tensorflow.dir, 'tensorflow', 'libtensorflow_cc.so.2') : null;
  const problem = failure ? failure.message : missing(library);
  return part(
    'TensorFlow',
    device?.tensorflow ?? routes?.tensorflow?.version ?? '',
    routes?.tensorflow?.route ?? '',
    problem,
    failure?.hint,
  );
}

const addon = (routes: Routes | null): Part =>
  part('TensorFlow addon', packageVersion('@tensorflow/tfjs-node-gpu'), route(routes, 'addon'), missing(routes?.tfjsAddon));

/** Really opened and asked, with the addon that this very process uses. */
function sqlite(routes: Routes | null): Part {
  const inElectron = process.versions.electron !== undefined;
  // An addon for another Node-API does not fail to load: it takes the whole program down.
  if (inElectron && !routes) return part('SQLite', packageVersion('better-sqlite3'), '', 'it is not known which addon fits this Electron.');
  const nativeBinding = inElectron ? (routes?.sqliteBinding ?? null) : null;
  try {
    const raw = openFile(':memory:', { nativeBinding });
    const found = String(raw.prepare('SELECT sqlite_version()').pluck().get());
    raw.close();
    return part(
      'SQLite',
      `${packageVersion('better-sqlite3')} (SQLite ${found})`,
      nativeBinding ? route(routes, 'sqlite') : 'the addon inside the package',
    );
  } catch (error) {
    return part('SQLite', packageVersion('better-sqlite3'), route(routes, 'sqlite'), (error as Error).message);
  }
}

const mediaParts = (trial: MediaTrial | null): Part[] => [
  part('Image library (sharp)', packageVersion('sharp'), 'its package', trial?.image?.message, trial?.image?.hint),
  part('Video encoder (node-av)', packageVersion('node-av'), 'its package', trial?.video?.message, trial?.video?.hint),
];

function packageVersion(name: string): string {
  try {
    const text = readFileSync(join(appRoot(), 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return '';
  }
}

function cpuFlags(): Set<string> {
  try {
    return new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(/\s+/));
  } catch {
    return new Set();
  }
}

function freeDisk(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(resolve(folder));
    return bavail * bsize;
  } catch {
    return 0;
  }
}
