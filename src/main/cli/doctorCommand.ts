// doctor: what is here, whether it works, and how to mend what does not.
import type { Command } from 'commander';
import type { DoctorReport } from '../../shared/contract/app';
import type { Engine } from '../engine/protocol';
import { diagnose } from '../studio';
import { action, DONE, FAILED, type Task } from './command';
import type { Host } from './host';
import { bytes, table } from './text';

export function doctorCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('doctor')
    .summary('check this installation')
    .description(
      'Check this installation: every native part, the device that training will use (found by running on it), and what is wrong.',
    )
    .addHelpText('after', '\nExample: roadbrush doctor --json');
  action(command, host, end, async (task) => {
    const report = await diagnose(await engineOf(task), host.routes(), host.cwd);
    return { json: report, lines: linesOf(report), code: report.parts.every((part) => part.ok) ? DONE : FAILED };
  });
}

/** A missing native part may keep the engine's code from loading at all: the doctor describes that, too. */
async function engineOf(task: Task): Promise<Engine> {
  try {
    return await task.engine();
  } catch (error) {
    const message = `The engine cannot be loaded: ${error instanceof Error ? error.message : String(error)}.`;
    return {
      call: async () => ({ ok: false, error: { code: 'not-set-up', message, hint: 'Run npm start once.' } }),
      close: async () => undefined,
    };
  }
}

const PATHS: Record<string, string> = { graph: 'as one TensorFlow graph', eager: 'operation by operation (eager)' };

function linesOf(report: DoctorReport): string[] {
  const has = (flag: boolean, name: string): string => `${name} ${flag ? 'yes' : 'no'}`;
  const problems = report.problems.flatMap(({ problem, mend }) => [`! ${problem}`, `  ${mend}`]);
  return [
    `Roadbrush ${report.roadbrush}`,
    '',
    ...table(
      ['part', 'version', 'ok', 'route'],
      report.parts.map((part) => [part.name, part.version, part.ok ? 'yes' : 'NO', part.route]),
    ),
    '',
    `Training runs on: ${report.device} (${report.deviceKind})`,
    `                  ${[has(report.amx, 'AMX'), has(report.avx512, 'AVX-512'), has(report.avx2, 'AVX2'), has(report.bfloat16, 'bfloat16')].join(', ')}; ${bytes(report.memoryBytes)} memory`,
    `Step:             ${PATHS[report.path] ?? report.path}`,
    `Precision auto:   ${report.precision}: ${report.precisionWhy}`,
    `Free disk here:   ${bytes(report.freeDiskBytes)}`,
    '',
    ...(problems.length > 0 ? problems : ['Nothing is wrong.']),
  ];
}
