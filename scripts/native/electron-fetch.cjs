// The official Electron, fetched with Electron's own tools into the folder given: what its installer does, but not into node_modules.
// Run with Node 22: node electron-fetch.cjs <the electron package> <folder>
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [, , electron, folder] = process.argv;
const fromElectron = createRequire(join(electron, 'install.js'));
const { downloadArtifact } = fromElectron('@electron/get');
const { extract } = fromElectron('@electron-internal/extract-zip');

downloadArtifact({
  version: fromElectron('./package.json').version,
  artifactName: 'electron',
  checksums: process.env.electron_use_remote_checksums ? undefined : fromElectron('./checksums.json'),
  platform: process.platform,
  arch: process.arch,
})
  .then((zip) => extract(zip, { dir: folder }))
  .catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
