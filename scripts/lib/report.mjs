// Counting what passed and failed, over stages and over vitest's own reports.
import { rmSync } from 'node:fs';
import { readJson } from './stamp.mjs';

/** A stage that is one check, like the types. */
export const oneCheck = (code) => (code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });

/** Runs vitest and reads its JSON report; a run that ends badly without a failed test counts as one failure. */
export async function vitestCounts(report, run) {
  rmSync(report, { force: true });
  const { code } = await run();
  const result = readJson(report);
  if (!result) return oneCheck(code === 0 ? 1 : code); // no report: nothing was tested
  const passed = result.numPassedTests ?? 0;
  const skipped = (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0);
  const failed = result.numFailedTests ?? 0;
  return { passed, skipped, failed: code !== 0 && failed === 0 ? 1 : failed };
}

export function sum(counts) {
  const add = (key) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}

/** 12 passed, 0 failed, 1 skipped */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
