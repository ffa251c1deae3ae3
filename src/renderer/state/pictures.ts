// The frames' pictures: decoded once, kept in a byte-capped cache, neighbours fetched ahead; the newest wish wins.
import type { FrameId } from '../../shared/domain';
import { frameUrl } from '../api';
import { ByteLru } from './byteLru';

/** What the canvas draws; an ImageBitmap in the window, anything with a size in tests. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  close(): void;
}

export const PICTURE_CACHE_BYTES = 512 * 2 ** 20;
/** Neighbours fetched at once; the frame asked for never waits for them. */
const AHEAD_AT_ONCE = 2;

interface Flight<P> {
  readonly promise: Promise<P>;
  readonly abort: AbortController;
}

export class Pictures<P extends Picture> {
  private readonly cache: ByteLru<FrameId, P>;
  private readonly flights = new Map<FrameId, Flight<P>>();
  private current: FrameId | null = null;
  private ahead: readonly FrameId[] = [];
  /** Frames whose picture could not be read: not fetched ahead again, only when asked for. */
  private readonly broken = new Set<FrameId>();

  constructor(
    private readonly load: (frame: FrameId, signal: AbortSignal) => Promise<P>,
    cap = PICTURE_CACHE_BYTES,
  ) {
    // A picture on the canvas must not be closed under it.
    this.cache = new ByteLru<FrameId, P>(
      cap,
      (picture) => picture.close(),
      (_, frame) => frame === this.current || this.held.has(frame),
    );
  }

  /** Frames whose pictures are being drawn. */
  private readonly held = new Set<FrameId>();

  hold(frame: FrameId | null): void {
    this.held.clear();
    if (frame !== null) this.held.add(frame);
  }

  cached(frame: FrameId): P | undefined {
    return this.cache.get(frame);
  }

  get bytes(): number {
    return this.cache.bytes;
  }

  /**
   * The picture of `frame`, and `ahead` after it while there is room. A later wish abandons this one's fetches.
   * Rejects with an AbortError when abandoned, with a sentence when the picture cannot be read.
   */
  want(frame: FrameId, ahead: readonly FrameId[] = []): Promise<P> {
    this.current = frame;
    this.ahead = ahead;
    for (const [id, flight] of this.flights) if (id !== frame && !ahead.includes(id)) flight.abort.abort();
    this.broken.delete(frame);
    const picture = this.fetch(frame);
    this.fetchAhead();
    return picture;
  }

  clear(): void {
    this.current = null;
    this.ahead = [];
    this.held.clear();
    this.broken.clear();
    for (const flight of this.flights.values()) flight.abort.abort();
    this.flights.clear();
    this.cache.clear();
  }

  private fetch(frame: FrameId): Promise<P> {
    const there = this.cache.get(frame);
    if (there) return Promise.resolve(there);
    const flying = this.flights.get(frame);
    if (flying && !flying.abort.signal.aborted) return flying.promise;
    const abort = new AbortController();
    const promise = this.load(frame, abort.signal).then(
      (picture) => {
        if (this.flights.get(frame)?.abort === abort) this.flights.delete(frame);
        if (abort.signal.aborted) {
          picture.close();
          throw new DOMException('A newer frame was asked for.', 'AbortError');
        }
        this.cache.set(frame, picture, picture.width * picture.height * 4);
        this.fetchAhead();
        return picture;
      },
      (error: unknown) => {
        if (this.flights.get(frame)?.abort === abort) this.flights.delete(frame);
        if (!abort.signal.aborted) this.broken.add(frame);
        this.fetchAhead();
        throw error;
      },
    );
    this.flights.set(frame, { promise, abort });
    return promise;
  }

  private fetchAhead(): void {
    // The frame asked for has the machine to itself until it is there.
    if (this.current !== null && this.flights.has(this.current)) return;
    for (const frame of this.ahead) {
      if (this.flights.size >= AHEAD_AT_ONCE) return;
      if (this.cache.has(frame) || this.flights.has(frame) || this.broken.has(frame)) continue;
      this.fetch(frame).catch(() => {
        // Nobody asked for it yet: whoever does will be told.
      });
    }
  }
}

/** Fetches over app:// and decodes off the main thread, colours untouched as the exporter reads them. */
export async function loadBitmap(frame: FrameId, signal: AbortSignal): Promise<ImageBitmap> {
  const answer = await fetch(frameUrl(frame), { signal });
  if (!answer.ok) throw new Error((await answer.text()) || 'The picture of this frame cannot be read.');
  const bytes = await answer.blob();
  try {
    return await createImageBitmap(bytes, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  } catch {
    throw new Error('The picture of this frame is damaged or of a kind that cannot be shown. Import it again from a good file.');
  }
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
