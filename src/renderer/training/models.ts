// Nets from and to other programs: what the window asks main for.
import type { RunSummary } from '../../shared/contract/runs';
import type { EpochChoice } from '../../shared/domain';
import type { ModelFormat } from '../../shared/training/modelFormats';
import { studio } from '../api';
import { told } from '../state/notices';
import { closeDialog, openDialog } from '../state/shell';
import { useTraining } from './state';

/** Main asks for the file; how it ended is told at the window's edge. */
export const importWeights = (): Promise<unknown> => told(studio.runs.importWeights({}));

export function askForModel(run: RunSummary): void {
  useTraining.setState({ exporting: run.id });
  openDialog('exportModel');
}

/** Main asks where to; how it ended is told at the window's edge. */
export const writeReport = (run: Pick<RunSummary, 'id'>): Promise<unknown> => told(studio.runs.report({ run: run.id }));

/** Main asks where to. The dialog stays open when the person changed their mind there. */
export async function exportModel(run: RunSummary, what: { epoch: EpochChoice; depth: number | null; format: ModelFormat }): Promise<void> {
  const job = await told(studio.runs.exportModel({ run: run.id, ...what }));
  if (job !== undefined && job !== null) closeDialog();
}
