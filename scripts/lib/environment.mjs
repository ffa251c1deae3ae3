// The environment that the program's processes run in.
import { join } from 'node:path';
import { routesFile } from './paths.mjs';

/** What every process of ours gets: where to read the routes. */
export function baseEnv(env = process.env) {
  return { ...env, ROADBRUSH_ROUTES: routesFile };
}

/** What a plain-Node process that loads TensorFlow gets. */
export function engineEnv({ tensorflow }, env = process.env) {
  const libraries = [join(tensorflow.dir, 'tensorflow'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return {
    ...baseEnv(env),
    LD_LIBRARY_PATH: libraries,
    TF_CPP_MIN_LOG_LEVEL: env.TF_CPP_MIN_LOG_LEVEL ?? '2',
    TF_FORCE_GPU_ALLOW_GROWTH: env.TF_FORCE_GPU_ALLOW_GROWTH ?? 'true',
  };
}
