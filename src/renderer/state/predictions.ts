// What runs predict, at the frames' own sizes: kept within bytes, asked for one at a time, the newest wish before all others.
import type { Prediction } from '../../shared/contract/runs';
import type { EpochChoice, FrameId, RunId } from '../../shared/domain';
import { upsampleProbabilities } from '../../shared/prediction/probabilities';
import { fail, ok, type Failure, type Result } from '../../shared/result';
import { ByteLru } from './byteLru';

export interface PredictionWish {
  readonly run: RunId;
  readonly epoch: EpochChoice;
  readonly frame: FrameId;
  /** The frame's size in pixels. */
  readonly width: number;
  readonly height: number;
}

export interface ReadyPrediction {
  readonly run: RunId;
  /** The epoch behind 'best' or 'last'. */
  readonly epoch: number;
  readonly frame: FrameId;
  /** 8-bit, at the frame's size [height*width]. */
  readonly probabilities: Uint8Array;
}

export const PREDICTION_CACHE_BYTES = 256 * 2 ** 20;
/** Requests under way at once. A second one may start while the first, already superseded, still runs in the engine. */
const AT_ONCE = 2;
/** What is asked for beside it comes one at a time, so that it never takes the first one's places. */
const BESIDE_AT_ONCE = 1;

/** The code of a wish that a newer one replaced before it was sent or answered. */
export const SUPERSEDED = 'superseded';

interface Waiting {
  readonly wish: PredictionWish;
  readonly answer: (result: Result<ReadyPrediction>) => void;
}

const keyOf = (wish: PredictionWish): string => `${wish.run}/${wish.epoch}/${wish.frame}`;

/** Wishes of one kind, of which only the newest counts. */
class Lane {
  newest: Waiting | null = null;
  readonly flying = new Set<Promise<unknown>>();

  constructor(private readonly atOnce: number) {}

  supersede(why: string): void {
    this.newest?.answer(fail(SUPERSEDED, why));
    this.newest = null;
  }

  /** The wish to send now, if one waits and there is a place. */
  take(): Waiting | null {
    const { newest } = this;
    if (!newest || this.flying.size >= this.atOnce) return null;
    this.newest = null;
    return newest;
  }
}

export class Predictions {
  private readonly cache: ByteLru<string, ReadyPrediction>;
  private readonly choices = new Map<string, { run: RunId; epoch: EpochChoice }>();
  private readonly first = new Lane(AT_ONCE);
  /** What is wished for beside that, by `also`. */
  private readonly beside = new Lane(BESIDE_AT_ONCE);
  private ahead: readonly PredictionWish[] = [];
  private readonly underWay = new Map<string, Promise<Result<ReadyPrediction>>>();
  /** Ahead wishes that failed: not tried again until asked for. */
  private readonly failed = new Set<string>();
  private generation = 0;

  constructor(
    private readonly door: {
      ask(wish: PredictionWish): Promise<Result<Prediction>>;
      inflate(bytes: Uint8Array): Promise<Uint8Array>;
    },
    cap = PREDICTION_CACHE_BYTES,
  ) {
    this.cache = new ByteLru<string, ReadyPrediction>(cap, (_, key) => this.choices.delete(key));
  }

  cached(wish: PredictionWish): ReadyPrediction | undefined {
    return this.cache.get(keyOf(wish));
  }

  /** The prediction; a later wish answers this one 'superseded' unless it is there already. `ahead` follows while nothing is wished for. */
  want(wish: PredictionWish, ahead: readonly PredictionWish[] = []): Promise<Result<ReadyPrediction>> {
    this.ahead = ahead;
    return this.ask(this.first, wish);
  }

  /** A second prediction beside the first (another run's): newest wins among its like, and neither supersedes the other. */
  also(wish: PredictionWish): Promise<Result<ReadyPrediction>> {
    return this.ask(this.beside, wish);
  }

  private ask(lane: Lane, wish: PredictionWish): Promise<Result<ReadyPrediction>> {
    lane.supersede('A newer prediction was asked for.');
    const key = keyOf(wish);
    this.failed.delete(key);
    const there = this.cached(wish);
    if (there) {
      this.next();
      return Promise.resolve(ok(there));
    }
    const flying = this.underWay.get(key);
    if (flying) return flying;
    return new Promise((answer) => {
      lane.newest = { wish, answer };
      this.next();
    });
  }

  /** An epoch was trained (again): what 'best', 'last' and that epoch predicted is no longer so. Without an epoch, all of the run. */
  forget(run: RunId, epoch?: number): void {
    this.cache.deleteWhere((key) => {
      const choice = this.choices.get(key);
      return choice?.run === run && (epoch === undefined || typeof choice.epoch === 'string' || choice.epoch >= epoch);
    });
    this.generation++;
  }

  clear(): void {
    this.generation++;
    for (const lane of [this.first, this.beside]) {
      lane.supersede('Another project was opened.');
      lane.flying.clear();
    }
    this.ahead = [];
    this.failed.clear();
    this.underWay.clear();
    this.cache.clear();
  }

  private next(): void {
    for (const lane of [this.first, this.beside]) {
      const waiting = lane.take();
      if (!waiting) continue;
      const { wish, answer } = waiting;
      const sent = this.send(wish);
      lane.flying.add(sent);
      void sent.then((result) => {
        lane.flying.delete(sent);
        answer(result);
        this.next();
      });
    }
    // Ahead, one at a time: the engine computes one prediction after another anyway, and a wish must not wait behind many.
    if (this.underWay.size > 0 || this.first.newest || this.beside.newest) return;
    const wish = this.ahead.find((other) => !this.cache.has(keyOf(other)) && !this.failed.has(keyOf(other)));
    if (wish) void this.send(wish).then(() => this.next());
  }

  private send(wish: PredictionWish): Promise<Result<ReadyPrediction>> {
    const key = keyOf(wish);
    const promise = this.fetch(wish).then((result) => {
      if (this.underWay.get(key) === promise) this.underWay.delete(key);
      if (!result.ok) this.failed.add(key);
      return result;
    });
    this.underWay.set(key, promise);
    return promise;
  }

  private async fetch(wish: PredictionWish): Promise<Result<ReadyPrediction>> {
    const { generation } = this;
    try {
      const answer = await this.door.ask(wish);
      if (!answer.ok) return answer;
      const { width, height, deflated, epoch, run, frame } = answer.value;
      const q = await this.door.inflate(deflated);
      const probabilities = upsampleProbabilities(q, width, height, wish.width, wish.height);
      const ready: ReadyPrediction = { run, epoch, frame, probabilities };
      if (generation === this.generation) {
        const key = keyOf(wish);
        this.choices.set(key, { run: wish.run, epoch: wish.epoch });
        this.cache.set(key, ready, probabilities.length);
      }
      return ok(ready);
    } catch (error) {
      const failure: Failure = { code: 'unreadable', message: `The prediction cannot be read: ${String(error)}` };
      return { ok: false, error: failure };
    }
  }
}

/** zlib's format, by the browser's own inflater. */
export async function inflateZlib(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
