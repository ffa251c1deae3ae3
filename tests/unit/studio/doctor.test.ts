// The doctor's report: what works is shown as working, what does not is named with its mend.
import { expect, it } from 'vitest';
import { DoctorReport } from '../../../src/shared/contract/app';
import type { Routes } from '../../../src/main/routes';
import { diagnose } from '../../../src/main/studio';
import { tempFolder } from '../project/helpers';
import { fakeEngine } from './fakeEngine';

const routes: Routes = {
  node: process.execPath,
  tensorflow: { dir: '/nowhere', kind: 'cuda', version: '2.21.0', route: 'a wheel' },
  tfjsAddon: '/nowhere/addon.node',
  electron: { path: process.execPath, version: '25.1.1', route: 'a package', warning: 'It is old.' },
  sqliteBinding: null,
  versions: { node: '22.0.0' },
  routes: { node: 'a package', addon: 'compiled here' },
};

it('names every part with version and route, and the device that an operation ran on', async () => {
  const report = await diagnose(fakeEngine(), routes, tempFolder());
  expect(DoctorReport.safeParse(report).error).toBeUndefined();
  expect(report).toMatchObject({ device: 'A processor, 2 cores', deviceKind: 'CPU', path: 'eager' });
  expect(report.freeDiskBytes).toBeGreaterThan(0);
  const part = (name: string) => report.parts.find((entry) => entry.name === name);
  expect(part('Node')).toMatchObject({ ok: true, version: '22.0.0', route: 'a package' });
  expect(part('SQLite')).toMatchObject({ ok: true, version: expect.stringMatching(/SQLite 3\./) });
  expect(part('Image library (sharp)')).toMatchObject({ ok: true });
});

it('says which precision auto takes, and why', async () => {
  const of = async (hardware: object) => {
    const { precision, precisionWhy } = await diagnose(fakeEngine({ hardware }), routes, tempFolder());
    return [precision, precisionWhy];
  };
  expect(await of({ path: 'graph', amx: true, bfloat16: true })).toEqual(['bfloat16', 'the processor has AMX']);
  expect(await of({ path: 'graph', bfloat16: true })).toEqual(['bfloat16', 'the processor has AVX512-BF16']);
  expect(await of({ path: 'graph', kind: 'GPU', bfloat16: true })).toEqual(['bfloat16', 'the GPU computes in it']);
  expect(await of({ path: 'graph' })).toEqual(['float32', 'the processor has neither AMX nor AVX512-BF16']);
  expect(await of({ path: 'eager', amx: true, bfloat16: true })).toEqual(['float32', 'steps are computed operation by operation']);
});

it('says what is missing, what is slower than it could be and what is old, each with its mend', async () => {
  const { parts, problems } = await diagnose(fakeEngine(), routes, tempFolder());
  expect(parts.find((part) => part.name === 'TensorFlow addon')).toMatchObject({
    ok: false,
    problem: expect.stringContaining('/nowhere/addon.node'),
  });
  const words = problems.map(({ problem }) => problem).join('\n');
  expect(words).toContain('TensorFlow addon: it is not at /nowhere/addon.node');
  expect(words).toContain('computes on the processor');
  expect(words).toContain('It is old.');
  expect(problems.every(({ mend }) => mend !== '')).toBe(true);
});

it('describes a machine where nothing is set up, and an engine that does not load', async () => {
  const bare = await diagnose(null, null, tempFolder());
  expect(bare.problems).toContainEqual(expect.objectContaining({ problem: 'The native parts have not been set up.' }));
  expect(bare.deviceKind).toBe('unknown');
  const broken = fakeEngine({ device: { code: 'not-set-up', message: 'The addon cannot be loaded.', hint: 'Compile it again.' } });
  const report = await diagnose(broken, routes, tempFolder());
  expect(report.parts.find((part) => part.name === 'TensorFlow')).toMatchObject({
    ok: false,
    problem: 'The addon cannot be loaded.',
    mend: 'Compile it again.',
  });
});
