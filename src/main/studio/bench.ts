// Timing this machine: every shape in an engine of its own, so that nothing is warm and no memory is left over from the one before.
import { freemem } from 'node:os';
import { attempt, ExpectedFailure, unwrap, type Failure, type Result } from '../../shared/result';
import type { BenchJob, BenchResult, Engine } from '../engine/protocol';
import { bestBasis, effortOf, isReference, jobsOf, referenceJob, referenceTime } from './benchPlan';
import type { BenchProgress, BenchReport, BenchRequest, Verbs } from './studio';

type Precision = BenchResult['precision'];
type Tell = ((progress: BenchProgress) => void) | undefined;

const NO_BFLOAT16 =
  'bfloat16 was not tried: this machine has neither AMX, AVX512-BF16 nor a GPU, so that a step in it takes minutes. Ask for it by name to try all the same.';
/** How much of the free memory the reference's own step may be expected to take. */
const SPARING = 0.7;

export const bench: Verbs['bench'] = (newEngine, request, { signal, onProgress } = {}): Promise<Result<BenchReport>> =>
  attempt(async () => {
    const stoppable = signal ? { signal } : {};
    const inOwnEngine = <T>(work: (engine: Engine) => Promise<T>) => withEngine(newEngine(request.path), work, signal);
    const { device, auto, note } = await inOwnEngine((engine) => lookAt(engine, stoppable));
    const results: BenchResult[] = [];
    const failures: Failure[] = [];
    const clock = new Clock(onProgress);
    const measure = async (job: BenchJob): Promise<void> => {
      if (signal?.aborted) return;
      const onEvent = ({ done }: { readonly done: number }): void => clock.tick(job, done);
      const measured = await inOwnEngine((engine) => engine.call('bench.step', job, { onEvent, ...stoppable }));
      clock.finish(job);
      if (measured.ok) results.push(measured.value);
      else if (!signal?.aborted) failures.push(measured.error);
    };

    const low = request.path === 'graph' && device.bfloat16;
    const jobs = jobsOf(request, precisionsOf(request.precision, auto, low));
    jobs.forEach((job) => clock.expect(job));
    for (const job of jobs) await measure(job);
    const basis = bestBasis(results, auto);
    const whole = request.reference && basis && !isReference(basis) ? referenceJob(basis, (SPARING * freemem()) / 2 ** 20) : null;
    if (whole) {
      clock.expect(whole);
      await measure(whole);
    }
    if (results.length === 0 && failures[0]) throw new ExpectedFailure(failures[0]);

    const from = bestBasis(results, auto);
    const left = request.precision === null && request.path === 'graph' && !device.bfloat16 ? [NO_BFLOAT16] : [];
    const notes = [...(note === null ? [] : [note]), ...left, ...failures.map(({ message }) => message)];
    const reference = from ? referenceTime(from) : null;
    return { device: device.name, auto, results, notes, reference, cancelled: signal?.aborted === true };
  });

async function lookAt(engine: Engine, stoppable: { readonly signal?: AbortSignal }) {
  const device = unwrap(await engine.call('device.describe', {}, stoppable));
  const { precision, note } = unwrap(await engine.call('precision.choose', { wanted: 'auto' }, stoppable));
  return { device, auto: precision, note };
}

function precisionsOf(asked: BenchRequest['precision'], auto: Precision, low: boolean): Precision[] {
  if (asked === null) return low ? ['float32', 'bfloat16'] : ['float32'];
  return [asked === 'auto' ? auto : asked];
}

/** Cancelling closes the engine itself, which ends it the hard way when a step hears nothing for seconds. */
async function withEngine<T>(engine: Engine, work: (engine: Engine) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const close = (): void => void engine.close();
  signal?.addEventListener('abort', close, { once: true });
  try {
    return await work(engine);
  } finally {
    signal?.removeEventListener('abort', close);
    await engine.close();
  }
}

/** How far the measuring is, and how long it will still take, by the work that lies before and behind. */
class Clock {
  private readonly begun = performance.now();
  private total = 0;
  private behind = 0;
  private steps = { done: 0, total: 0 };

  constructor(private readonly tell: Tell) {}

  expect(job: BenchJob): void {
    this.total += effortOf(job);
    this.steps.total += stepsOf(job);
  }

  /** @param done of the job's steps */
  tick(job: BenchJob, done: number): void {
    const effort = this.behind + (effortOf(job) * done) / stepsOf(job);
    const seconds = (performance.now() - this.begun) / 1000;
    const { net, precision } = job.config;
    this.tell?.({
      ...{ done: this.steps.done + done, total: this.steps.total },
      what: `Measuring ${net === 'unet' ? 'U-Net' : 'U-Net++'}, ${precision}`,
      secondsLeft: effort > 0 ? (seconds * (this.total - effort)) / effort : null,
    });
  }

  finish(job: BenchJob): void {
    this.behind += effortOf(job);
    this.steps.done += stepsOf(job);
  }
}
const stepsOf = ({ steps, warmUp }: BenchJob): number => steps + warmUp;
