// What runs predict, at the frames' own sizes: kept within bytes, asked for one at a time, the newest wish before all others.
import { unzlibSync } from 'fflate';
import type { Prediction } from '../../shared/contract/runs';
import type { EpochChoice, FrameId, RunId } from '../../shared/domain';
import { upsampleProbabilities } from '../../shared/prediction/probabilities';
import { smoothed } from '../../shared/prediction/temporal';
import { fail, ok, type Result } from '../../shared/result';
import { ByteLru } from './byteLru';
import { Lane, SUPERSEDED } from './wishes';

export { SUPERSEDED };

/** Neighbours in time that a prediction is smoothed over, itself among them. */
export interface Smoothing {
  /** Tells one way of smoothing from another. */
  readonly key: string;
  readonly words: string;
  readonly parts: readonly { readonly frame: FrameId; readonly weight: number }[];
}

export interface PredictionWish {
  readonly run: RunId;
  readonly epoch: EpochChoice;
  readonly frame: FrameId;
  /** The frame's size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly smoothing?: Smoothing | null | undefined;
}

export interface ReadyPrediction {
  readonly run: RunId;
  /** The epoch behind 'best' or 'last'. */
  readonly epoch: number;
  readonly frame: FrameId;
  /** 8-bit, at the frame's size [height*width]. */
  readonly probabilities: Uint8Array;
  /** How it was smoothed over several frames' predictions, in words. */
  readonly smoothed?: string;
}

/** What is fetched while nothing is wished for, likeliest first. */
export interface Ahead {
  readonly wishes: readonly PredictionWish[];
  /** How many of them the engine may compute; the others come if they are stored. */
  readonly compute: number;
  /** 'now' while a sequence plays; 'rest': nothing is computed before wishes have rested for a moment, as between two steps of a scrub. */
  readonly when: 'now' | 'rest';
}
export const NOTHING_AHEAD: Ahead = { wishes: [], compute: 0, when: 'now' };

export interface PredictionsDoor {
  /** `stored`: refused with 'not-stored' rather than computed. */
  ask(of: Pick<PredictionWish, 'run' | 'epoch' | 'frame'>, stored: boolean): Promise<Result<Prediction>>;
  inflate(bytes: Uint8Array): Promise<Uint8Array>;
  after(ms: number, run: () => void): void;
}

interface Raw {
  readonly epoch: number;
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

export const PREDICTION_CACHE_BYTES = 256 * 2 ** 20;
/** Of predictions at the net's size, which smoothing takes several of: some 600 of 224x224. */
const RAW_CACHE_BYTES = 32 * 2 ** 20;
/** Requests under way at once. A second one may start while the first, already superseded, still runs in the engine. */
const AT_ONCE = 2;
/** What is asked for beside it comes one at a time, so that it never takes the first one's places. */
const BESIDE_AT_ONCE = 1;
/** Without a wish for so long the person rests. */
export const REST = 200;
/** Names of what failed or is not stored that are remembered. */
const MOST_NAMES = 5_000;

const rawKey = ({ run, epoch }: Pick<PredictionWish, 'run' | 'epoch'>, frame: FrameId): string => `${run}/${epoch}/${frame}`;
const keyOf = (wish: PredictionWish): string =>
  wish.smoothing ? `${rawKey(wish, wish.frame)}/${wish.smoothing.key}` : rawKey(wish, wish.frame);

export class Predictions {
  private readonly cache: ByteLru<string, ReadyPrediction>;
  private readonly raws = new ByteLru<string, Raw>(RAW_CACHE_BYTES);
  private readonly first = new Lane<PredictionWish, ReadyPrediction>(AT_ONCE);
  /** What is wished for beside that, by `also`. */
  private readonly beside = new Lane<PredictionWish, ReadyPrediction>(BESIDE_AT_ONCE);
  private ahead = NOTHING_AHEAD;
  private readonly underWay = new Map<string, Promise<Result<ReadyPrediction>>>();
  /** Ahead wishes that failed, or that are not stored: not tried again that way until asked for. */
  private readonly failed = new Set<string>();
  private readonly notStored = new Set<string>();
  private generation = 0;
  /** Counts wishes: a rest is one without another. */
  private wishes = 0;
  private rested = false;
  /** One that may be stored is being looked for. */
  private looking = false;

  constructor(
    private readonly door: PredictionsDoor,
    cap = PREDICTION_CACHE_BYTES,
  ) {
    this.cache = new ByteLru<string, ReadyPrediction>(cap);
  }

  cached(wish: PredictionWish): ReadyPrediction | undefined {
    return this.cache.get(keyOf(wish));
  }

  get bytes(): number {
    return this.cache.bytes + this.raws.bytes;
  }

  /** The prediction; a later wish answers this one 'superseded' unless it is there already. `ahead` follows while nothing is wished for. */
  want(wish: PredictionWish, ahead: Ahead = NOTHING_AHEAD): Promise<Result<ReadyPrediction>> {
    this.ahead = ahead;
    this.rested = false;
    const turn = ++this.wishes;
    if (ahead.compute > 0 && ahead.when === 'rest')
      this.door.after(REST, () => {
        if (turn !== this.wishes) return;
        this.rested = true;
        this.next();
      });
    return this.ask(this.first, wish);
  }

  /** A second prediction beside the first (another run's): newest wins among its like, and neither supersedes the other. */
  also(wish: PredictionWish): Promise<Result<ReadyPrediction>> {
    return this.ask(this.beside, wish);
  }

  /** An epoch was trained (again): what 'best', 'last' and that epoch predicted is no longer so. Without an epoch, all of the run. */
  forget(run: RunId, epoch?: number): void {
    const outOfDate = (key: string): boolean => {
      const [ofRun, choice] = key.split('/');
      return Number(ofRun) === run && (epoch === undefined || !(Number(choice) < epoch));
    };
    this.cache.deleteWhere(outOfDate);
    this.raws.deleteWhere(outOfDate);
    for (const names of [this.failed, this.notStored]) names.clear();
    this.generation++;
  }

  clear(): void {
    this.generation++;
    for (const lane of [this.first, this.beside]) lane.clear('Another project was opened.');
    this.ahead = NOTHING_AHEAD;
    for (const names of [this.failed, this.notStored]) names.clear();
    this.underWay.clear();
    this.cache.clear();
    this.raws.clear();
  }

  private ask(lane: Lane<PredictionWish, ReadyPrediction>, wish: PredictionWish): Promise<Result<ReadyPrediction>> {
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

  private readonly next = (): void => {
    for (const lane of [this.first, this.beside])
      lane.send(
        (wish) => this.send(wish),
        () => this.next(),
      );
    // Ahead, one at a time: the engine computes one prediction after another anyway, and a wish must not wait behind many.
    if (this.looking || this.underWay.size > 0 || this.first.newest || this.beside.newest) return;
    const ahead = this.nextAhead();
    if (ahead) void this.sendAhead(ahead.wish, ahead.stored);
  };

  /** While the person scrubs, what is stored comes first: it costs the engine nothing. */
  private nextAhead(): { wish: PredictionWish; stored: boolean } | null {
    const { wishes, compute, when } = this.ahead;
    const missing = wishes.filter((wish) => !this.cache.has(keyOf(wish)) && !this.failed.has(keyOf(wish)));
    if (when === 'rest') {
      const wish = missing.find((one) => !this.notStored.has(keyOf(one)));
      if (wish) return { wish, stored: true };
      if (!this.rested) return null;
    }
    const may = new Set(wishes.slice(0, compute));
    const wish = missing.find((one) => may.has(one));
    return wish ? { wish, stored: false } : null;
  }

  private async sendAhead(wish: PredictionWish, stored: boolean): Promise<void> {
    const key = keyOf(wish);
    if (!stored) {
      await this.send(wish);
      return this.next();
    }
    this.looking = true;
    const answer = await this.fetch(wish, true);
    this.looking = false;
    if (!answer.ok) remember(answer.error.code === 'not-stored' ? this.notStored : this.failed, key);
    this.next();
  }

  private send(wish: PredictionWish): Promise<Result<ReadyPrediction>> {
    const key = keyOf(wish);
    const promise = this.fetch(wish, false).then((result) => {
      if (this.underWay.get(key) === promise) this.underWay.delete(key);
      if (!result.ok) remember(this.failed, key);
      else this.notStored.delete(key);
      return result;
    });
    this.underWay.set(key, promise);
    return promise;
  }

  private async fetch(wish: PredictionWish, stored: boolean): Promise<Result<ReadyPrediction>> {
    const { generation } = this;
    try {
      const parts = wish.smoothing?.parts ?? [{ frame: wish.frame, weight: 1 }];
      const values: { values: Uint8Array; weight: number }[] = [];
      let own: Raw | null = null;
      for (const { frame, weight } of parts) {
        const raw = await this.raw(wish, frame, stored);
        if (!raw.ok) return raw;
        values.push({ values: raw.value.values, weight });
        if (frame === wish.frame) own = raw.value;
      }
      if (!own) return fail('bug', 'A frame is smoothed without itself.');
      const { width, height, epoch } = own;
      const probabilities = upsampleProbabilities(smoothed(values), width, height, wish.width, wish.height);
      const ready: ReadyPrediction = {
        run: wish.run,
        epoch,
        frame: wish.frame,
        probabilities,
        ...(wish.smoothing && { smoothed: wish.smoothing.words }),
      };
      if (generation === this.generation) this.cache.set(keyOf(wish), ready, probabilities.length);
      return ok(ready);
    } catch (error) {
      return fail('unreadable', `The prediction cannot be read: ${String(error)}`);
    }
  }

  private async raw(wish: PredictionWish, frame: FrameId, stored: boolean): Promise<Result<Raw>> {
    const { generation } = this;
    const key = rawKey(wish, frame);
    const there = this.raws.get(key);
    if (there) return ok(there);
    const answer = await this.door.ask({ run: wish.run, epoch: wish.epoch, frame }, stored);
    if (!answer.ok) return answer;
    const { epoch, width, height, deflated } = answer.value;
    const raw: Raw = { epoch, width, height, values: await this.door.inflate(deflated) };
    if (generation === this.generation) this.raws.set(key, raw, raw.values.length);
    return ok(raw);
  }
}

function remember(names: Set<string>, key: string): void {
  if (names.size >= MOST_NAMES) names.clear();
  names.add(key);
}

/** zlib's format. At once rather than through the browser's stream, whose way there and back takes longer than the 50 kB. */
export const inflateZlib = async (bytes: Uint8Array): Promise<Uint8Array> => unzlibSync(bytes);
