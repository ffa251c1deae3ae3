// The count at the end of npm test.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript
import { inWords, oneCheck, sum, vitestCounts } from '../../../scripts/lib/report.mjs';

const report = () => join(mkdtempSync(join(tmpdir(), 'roadbrush-report-')), 'report.json');
const counts = (file: string, code: number, result?: object) =>
  vitestCounts(file, async () => {
    if (result) writeFileSync(file, JSON.stringify(result));
    return { code };
  });

test('passed, failed and skipped tests are summed over the stages', async () => {
  const unit = await counts(report(), 1, { numPassedTests: 40, numFailedTests: 2, numPendingTests: 1, numTodoTests: 0 });
  expect(inWords(sum([oneCheck(0), oneCheck(2), unit]))).toBe('41 passed, 3 failed, 1 skipped');
});

test('nothing skipped is not mentioned', () => {
  expect(inWords(sum([oneCheck(0)]))).toBe('1 passed, 0 failed');
});

test('a test run that crashes, or leaves no report, is a failure', async () => {
  expect(await counts(report(), 1)).toMatchObject({ passed: 0, failed: 1 });
  expect(await counts(report(), 0)).toMatchObject({ failed: 1 });
  expect(await counts(report(), 1, { numPassedTests: 5, numFailedTests: 0 })).toMatchObject({ passed: 5, failed: 1 });
});

test('the report of an earlier run is never counted', async () => {
  const file = report();
  writeFileSync(file, JSON.stringify({ numPassedTests: 99 }));
  expect(await counts(file, 1)).toMatchObject({ passed: 0, failed: 1 });
});
