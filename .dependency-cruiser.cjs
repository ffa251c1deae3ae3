// Arrows run one way: renderer -> shared <- main; preload -> shared/contract; index -> window, ipc; ipc and cli -> studio -> project, formats, engine.
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from: { path: from }, to: { path: to } });

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    forbid('shared-is-pure', '^src/shared', '^src/(main|renderer|preload)', 'shared imports nothing of ours'),
    { name: 'shared-no-node', severity: 'error', from: { path: '^src/shared' }, to: { dependencyTypes: ['core'] } },
    forbid('renderer-knows-shared-only', '^src/renderer', '^src/(main|preload)'),
    {
      name: 'preload-knows-the-contract-only',
      severity: 'error',
      from: { path: '^src/preload' },
      to: { path: '^src/', pathNot: '^src/(shared/(contract|domain|result|training)|preload)' },
    },
    forbid('main-does-not-know-the-window-code', '^src/main', '^src/(renderer|preload)'),
    forbid('project-is-a-leaf', '^src/main/project', '^src/main/(studio|engine|formats|ipc|cli|window)'),
    forbid('formats-are-a-leaf', '^src/main/formats', '^src/main/(studio|engine|project|ipc|cli|window)'),
    forbid('engine-is-a-leaf', '^src/main/engine', '^src/main/(studio|project|formats|ipc|cli|window)'),
    forbid('studio-knows-no-window', '^src/main/studio', '^src/main/(ipc|cli|window)'),
    {
      name: 'no-electron-outside-the-window',
      severity: 'error',
      from: { path: '^src/main/(studio|project|formats|engine|cli)' },
      to: { path: '^electron$|node_modules/electron' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|tests/e2e/screens)' },
  },
};
