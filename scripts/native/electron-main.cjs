// The application inside the packaged Electron: starts the script named on the command line, as Electron's own default application does.
const { app } = require('electron');
const { existsSync, readFileSync, statSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!given) {
  process.stdout.write(`${JSON.stringify(process.versions)}\n`);
  app.exit(0);
} else {
  const path = resolve(given);
  const folder = statSync(path).isDirectory() ? path : nearestPackage(dirname(path));
  const manifest = existsSync(join(folder, 'package.json')) ? JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) : {};
  if (manifest.productName || manifest.name) app.setName(manifest.productName || manifest.name);
  if (manifest.version) app.setVersion(manifest.version);
  app.setAppPath(folder);
  require(statSync(path).isDirectory() ? join(path, manifest.main || 'index.js') : path);
}

function nearestPackage(folder) {
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
  }
  return folder;
}
