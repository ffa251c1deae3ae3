// The official Electron of package.json. Where its server cannot be reached that is found out in seconds and remembered for a day.
import { join } from 'node:path';
import { cachedFolder, isWhole } from '../cached.mjs';
import { inModules, root } from '../paths.mjs';
import { capture } from '../run.mjs';
import { readJson, writeJson } from '../stamp.mjs';

const DAY = 24 * 60 * 60 * 1000;
const PROBE_LIMIT = 10_000;
const PROBE = `
fetch(process.argv[1], { method: 'HEAD', signal: AbortSignal.timeout(${PROBE_LIMIT}) })
  .then((answer) => { if (!answer.ok) throw new Error('the server answered ' + answer.status); })
  .catch((error) => { console.error(error.cause?.message ?? error.message); process.exit(1); });
`;

const memory = (cache) => join(cache, 'electron', 'unreachable.json');

/** @returns {string | null} why the last try, less than a day ago, failed; ROADBRUSH_RETRY=1 forgets it */
export function recentFailure(cache) {
  const last = process.env.ROADBRUSH_RETRY ? null : readJson(memory(cache));
  return last && Date.now() - last.at < DAY ? last.reason : null;
}

/** @returns {Promise<{path: string} | {path: null, reason: string}>} */
export async function officialElectron({ cache, say, values, executable }) {
  const { version } = readJson(inModules('electron', 'package.json'));
  const name = `electron/${version}-${process.platform}-${process.arch}`;
  if (isWhole(join(cache, name))) return { path: join(cache, name, executable) };
  const remembered = recentFailure(cache);
  if (remembered) return { path: null, reason: remembered };
  // Node 22 honours HTTPS_PROXY with this; Electron's own downloader asks for its own variable.
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: 'true' };
  const probe = await capture(values.node, ['-e', PROBE, address(version)], { env, timeout: 2 * PROBE_LIMIT });
  if (probe.code !== 0) return remember(cache, probe.output.trim() || 'no answer');
  try {
    const { folder } = await cachedFolder({
      cache,
      say,
      name,
      keep: [executable],
      make: async (draft) => {
        say(`fetching Electron ${version} (about 110 MB)`);
        const script = join(root, 'scripts', 'native', 'electron-fetch.mjs');
        const { code, output } = await capture(values.node, [script, inModules('electron'), draft], { env });
        if (code !== 0) throw new Error(output.trim().split('\n')[0]);
      },
    });
    return { path: join(folder, executable) };
  } catch (error) {
    return remember(cache, error.message);
  }
}

function address(version) {
  const mirror = process.env.npm_config_electron_mirror ?? process.env.ELECTRON_MIRROR;
  const base = mirror ?? 'https://github.com/electron/electron/releases/download/';
  return `${base.replace(/\/?$/, '/')}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
}

function remember(cache, reason) {
  writeJson(memory(cache), { at: Date.now(), reason });
  return { path: null, reason };
}
