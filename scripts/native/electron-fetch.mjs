// The official Electron, fetched with Electron's own tools into the folder given: what its installer does, but not into node_modules.
// Run with Node 22: node electron-fetch.mjs <the electron package> <folder>
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , electron, folder] = process.argv;
const fromElectron = createRequire(join(electron, 'install.js'));
const { downloadArtifact } = fromElectron('@electron/get');
const { extract } = fromElectron('@electron-internal/extract-zip');

try {
  const zip = await downloadArtifact({
    version: fromElectron('./package.json').version,
    artifactName: 'electron',
    checksums: process.env.electron_use_remote_checksums ? undefined : fromElectron('./checksums.json'),
    platform: process.platform,
    arch: process.arch,
  });
  await extract(zip, { dir: folder });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
