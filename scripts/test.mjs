// npm test: types, lint, format, build, and all tests, one stage after the other; runs all of them and sums up at the end.
// npm test -- unit runs that stage alone; what is not a stage is a filter for the tests: npm test -- unit mask
import { main } from './lib/launch.mjs';
import { duration, expected, tell } from './lib/log.mjs';
import { inWords, oneCheck, sum } from './lib/report.mjs';
import { exitCode, interruptedBy } from './lib/run.mjs';
import { ensureWhatWorks } from './lib/setup.mjs';
import { STAGES } from './lib/stages.mjs';

const args = process.argv.slice(2);
const isStage = (name) => STAGES.some((stage) => stage.name === name);
const chosen = args.some(isStage) ? STAGES.filter(({ name }) => args.includes(name)) : STAGES;
const filters = args.filter((name) => !isStage(name));
const print = (text) => process.stdout.write(`${text}\n`);

/** What a stage threw is told and counts as its failure: the others still run. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    tell(expected(error));
    return oneCheck(1);
  }
}

await main(async () => {
  const results = [];
  const { routes, problem } = await ensureWhatWorks();
  if (problem) {
    tell(problem); // without Electron all but the last stage still mean something
    results.push({ title: 'Set-up', counts: oneCheck(1), time: 0 });
  }

  for (const { title, run } of chosen) {
    print(`\n== ${title} ==`);
    const begun = Date.now();
    const counts = await attempt(() => run(routes, filters));
    if (interruptedBy()) process.exit(exitCode(null, interruptedBy()));
    results.push({ title, counts, time: Date.now() - begun });
    print(`-- ${inWords(counts)} (${duration(Date.now() - begun)})`);
  }

  print('\n== Summary ==');
  for (const { title, counts, time } of results) {
    print(`${counts.failed > 0 ? 'FAILED' : 'ok    '}  ${title}: ${inWords(counts)} (${duration(time)})`);
  }
  const total = sum(results.map((result) => result.counts));
  print(inWords(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
});
