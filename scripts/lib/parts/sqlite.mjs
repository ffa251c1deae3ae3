// better-sqlite3's binary for the window: the shipped one where Electron has Node-API 10, else compiled once with a shim.
import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { cachedFolder } from '../cached.mjs';
import { baseEnv } from '../environment.mjs';
import { inModules, root } from '../paths.mjs';
import { must } from '../run.mjs';
import { hash, hashFiles, readJson } from '../stamp.mjs';

const PACKAGE = inModules('better-sqlite3');
const SHIM = join(root, 'scripts', 'native', 'napi8-shim.h');
const BINARY = 'better_sqlite3.node';
const SELF_CHECK = `
const Database = require('better-sqlite3');
const db = new Database(':memory:', process.env.SQLITE_CHECK ? { nativeBinding: process.env.SQLITE_CHECK } : {});
db.function('twice', (x) => 2 * x);
db.exec("CREATE TABLE t (k INTEGER PRIMARY KEY, v BLOB) STRICT; INSERT INTO t VALUES (1, x'0102')");
const row = db.prepare('SELECT v, twice(21) AS n FROM t').get();
if (row.n !== 42 || row.v.length !== 2) throw new Error('the database gave a wrong answer');
db.close();
`;

export const name = 'sqlite';
export const needs = ['tools', 'node', 'packages', 'electron'];
export const key = ({ values }) =>
  `sqlite ${readJson(join(PACKAGE, 'package.json'))?.version} ${values.electron?.path} ${hashFiles(root, ['scripts/native/napi8-shim.h'])}`;

export async function install(context) {
  const { values, versions } = context;
  const { version } = readJson(join(PACKAGE, 'package.json'));
  await selfCheck(values.node, null);
  if (Number(versions.electronNapi) >= 10) {
    await selfCheck(values.electron.path, null);
    return done(null, 'the binary shipped in the package', version);
  }
  const { folder, made } = await compiled(context, version);
  const binding = join(folder, BINARY);
  return done(binding, made ? `compiled for Electron ${values.electron.version}` : 'from the cache of this machine', version);
}

function done(sqliteBinding, route, version) {
  return { route, proof: sqliteBinding ? [sqliteBinding] : [], values: { sqliteBinding }, versions: { betterSqlite3: version } };
}

function compiled({ cache, say, values, versions }, version) {
  const recipe = hash(hashFiles(root, ['scripts/native/napi8-shim.h']), versions.electronNapi);
  return cachedFolder({
    cache,
    say,
    name: `better-sqlite3/${version}-electron-${values.electron.version}-${process.platform}-${process.arch}-${recipe}`,
    keep: [BINARY],
    make: async (draft) => {
      say(`compiling better-sqlite3 ${version} for Electron ${values.electron.version} (about a minute, once)`);
      // In the system's temporary folder, because make cannot cope with spaces in the path of a home folder.
      const build = mkdtempSync(join(tmpdir(), 'roadbrush-sqlite-'));
      try {
        await compile(build, values);
        copyFileSync(join(build, 'source', 'build', 'Release', BINARY), join(draft, BINARY));
      } finally {
        rmSync(build, { recursive: true, force: true });
      }
    },
    test: (draft) => selfCheck(values.electron.path, join(draft, BINARY)),
  });
}

async function compile(build, { node, nodeDir }) {
  const source = join(build, 'source');
  cpSync(PACKAGE, source, { recursive: true, filter: (from) => !from.startsWith(join(PACKAGE, 'prebuilds')) });
  cpSync(inModules('node-addon-api'), join(source, 'node_modules', 'node-addon-api'), { recursive: true });
  copyFileSync(SHIM, join(build, 'napi8-shim.h'));
  symlinkSync(nodeDir, join(build, 'node'));
  await must(
    node,
    [inModules('node-gyp', 'bin', 'node-gyp.js'), 'rebuild', '--release', '--force_build=1', `--nodedir=${join(build, 'node')}`],
    {
      cwd: source,
      env: {
        ...withoutNpmSettings(process.env),
        CXXFLAGS: `${process.env.CXXFLAGS ?? ''} -include ${join(build, 'napi8-shim.h')}`,
        JOBS: String(cpus().length),
        PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
      },
    },
    'The compiler said why above. g++ 10 or later with C++20 is needed.',
  );
}

function selfCheck(runtime, binding) {
  const env = { ...baseEnv(), ELECTRON_RUN_AS_NODE: '1', ...(binding && { SQLITE_CHECK: binding }) };
  return must(runtime, ['-e', SELF_CHECK], { cwd: root, env }, 'Delete the better-sqlite3 folder of the cache and start again.');
}

/** node-gyp prefers the npm_config_ variables that npm sets (a user's nodedir, say) to its own arguments. */
function withoutNpmSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([variable]) => !/^npm_/i.test(variable)));
}
