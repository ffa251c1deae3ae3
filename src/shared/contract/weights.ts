// Which weights: of a run, at an epoch.
import { z } from 'zod';
import { EpochChoice, RunId } from '../domain';

export const WeightsOf = z.object({ run: RunId, epoch: EpochChoice });
