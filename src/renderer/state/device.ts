// What training will really use, as the doctor found it; asked for once, when somebody first wants to know.
import { create } from 'zustand';
import type { DoctorReport } from '../../shared/contract/app';
import type { Failure } from '../../shared/result';
import { studio } from '../api';

export interface Device {
  readonly report: DoctorReport | null;
  readonly failure: Failure | null;
  readonly busy: boolean;
  /** 'AMD EPYC, 2 cores, AVX2 · step by step (eager)'; null until known. */
  readonly words: string | null;
}

export const useDevice = create<Device>()(() => ({ report: null, failure: null, busy: false, words: null }));

const PATHS: Record<string, string> = { eager: 'step by step (eager)', graph: 'whole step as one graph' };

export function deviceWords(report: Pick<DoctorReport, 'device' | 'deviceKind' | 'amx' | 'avx512' | 'avx2' | 'path'>): string {
  const cpu = report.amx ? 'AMX' : report.avx512 ? 'AVX-512' : report.avx2 ? 'AVX2' : '';
  const named = report.deviceKind === 'CPU' && cpu && !report.device.includes(cpu) ? `${report.device}, ${cpu}` : report.device;
  return [named, PATHS[report.path] ?? report.path].filter(Boolean).join(' · ');
}

export async function askDevice(again = false): Promise<void> {
  const { report, busy } = useDevice.getState();
  if (busy || (report && !again)) return;
  useDevice.setState({ busy: true });
  const answer = await studio.app.doctor({});
  if (answer.ok) useDevice.setState({ report: answer.value, failure: null, busy: false, words: deviceWords(answer.value) });
  else useDevice.setState({ failure: answer.error, busy: false });
}
