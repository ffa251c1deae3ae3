// A run that trains while something else is measured, started through the window's contract, and what it did meanwhile.
import type { Page } from 'playwright';
import { runIs } from '../../e2e/lib/person';
import { until } from '../../e2e/lib/studio';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';

async function start(page: Page, config: RunConfig, name: string): Promise<number> {
  const answer = await page.evaluate((input) => window.studio.runs.start(input), { config, name });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

/** A run of seconds, so that there is a prediction to show; answers when it is done. */
export async function firstRun(page: Page, folder: string, name: string): Promise<void> {
  await start(page, { ...PRESETS.quick, base: 4, width: 64, height: 64, batch: 2, epochs: 1 }, name);
  await runIs(folder, 'done', 300);
}

export interface Progress {
  /** Steps since the run began, by the last word of it. */
  readonly steps: number;
  /** Words of it, and how many of them said that it waits for the brush. */
  readonly told: number;
  readonly yielding: number;
}

/** The `road` preset (U-Net, base 16, 224x224, batch 4) without an end. */
export class Background {
  private constructor(private readonly page: Page) {}

  static async start(page: Page): Promise<Background> {
    await page.evaluate(() => {
      const seen = { steps: 0, told: 0, yielding: 0 };
      (window as unknown as { background: typeof seen }).background = seen;
      window.studio.on('runProgress', ({ epoch, step, steps, yielding }) => {
        seen.steps = (epoch - 1) * steps + step;
        seen.told++;
        if (yielding) seen.yielding++;
      });
    });
    await start(page, { ...PRESETS.road, epochs: 100_000 }, 'background');
    const run = new Background(page);
    await until('it trains', async () => (await run.progress()).steps >= 5, 240);
    return run;
  }

  progress(): Promise<Progress> {
    return this.page.evaluate(() => (window as unknown as { background: Progress }).background);
  }

  /** 'training (12 steps meanwhile, 80 % of its reports: waits for the brush)'. */
  async meanwhile(work: () => Promise<void>): Promise<string> {
    const before = await this.progress();
    await work();
    const after = await this.progress();
    const told = after.told - before.told;
    const share = told === 0 ? 'silent' : `${Math.round((100 * (after.yielding - before.yielding)) / told)} % of its reports`;
    return `${after.steps - before.steps} steps; ${share} waiting for the brush`;
  }
}
