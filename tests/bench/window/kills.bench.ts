// Nothing lost: a painting session in the real window, killed at 50 random moments; after each, every acknowledged stroke is there and undo still fits.
import { expect, it } from 'vitest';
import { Random } from '../../../src/shared/random';
import { killRound, projectToKill, type Killed } from '../../e2e/lib/killing';
import { Home } from '../../e2e/lib/studio';

const ROUNDS = Number(process.env['ROADBRUSH_KILLS'] ?? 50);
const SEED = Number(process.env['ROADBRUSH_KILLS_SEED'] ?? 5);

it(`${ROUNDS} kills lose nothing that was acknowledged`, async () => {
  const home = new Home();
  home.notTheFirstLaunch();
  const folder = await projectToKill(home);
  const rounds: Killed[] = [];
  const begun = Date.now();
  try {
    for (let i = 0; i < ROUNDS; i++) {
      const round = await killRound(home, folder, i, Random.seeded(SEED, i));
      rounds.push(round);
      const { made, acknowledged, stored, tree } = round;
      console.log(
        `round ${i + 1}: ${made} made, ${acknowledged} acknowledged, ${stored} stored, ${tree ? 'the whole tree' : 'main'} killed`,
      );
    }
  } finally {
    await home.clear();
  }
  const sum = (of: (round: Killed) => number): number => rounds.reduce((total, round) => total + of(round), 0);
  console.log('\n| kills | of main alone | of the whole tree | strokes and undos made | acknowledged | stored | lost | seconds |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  const lost = sum((round) => Math.max(0, round.acknowledged - round.stored));
  console.log(
    `| ${rounds.length} | ${sum((r) => (r.tree ? 0 : 1))} | ${sum((r) => (r.tree ? 1 : 0))} | ${sum((r) => r.made)} | ${sum((r) => r.acknowledged)} | ${sum((r) => r.stored)} | ${lost} | ${Math.round((Date.now() - begun) / 1000)} |`,
  );
  // Without a word of the window that something is saved, nothing could be lost.
  expect(sum((r) => r.acknowledged)).toBeGreaterThan(0);
  expect(lost).toBe(0);
});
