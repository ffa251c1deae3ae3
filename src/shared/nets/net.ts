// The net that a run asks for.
import type { RunConfig } from '../training/config';
import type { NetDescription } from './layers';
import { unet } from './unet';
import { unetPlusPlus } from './unetPlusPlus';

export type NetConfig = Pick<RunConfig, 'net' | 'base' | 'dropout' | 'head' | 'batchNorm' | 'deepSupervision'>;

/** The whole net, as it trains. */
export const buildNet = (config: NetConfig): NetDescription =>
  config.net === 'unet' ? unet(config) : unetPlusPlus({ ...config, depth: 4 });

/** The part of the net that a prediction at `depth` needs; its parameters are a subset of the whole net's. */
export const buildPruned = (config: NetConfig & Pick<RunConfig, 'depth'>): NetDescription =>
  config.net === 'unet' ? unet(config) : unetPlusPlus(config);
