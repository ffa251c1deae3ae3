// Mask versions of the past, decoded: what a comparison and the numbers against a reference look at. They never change, so they are kept within bytes.
import type { masks } from '../../shared/contract/masks';
import type { CallOutput } from '../../shared/contract/call';
import type { FrameId, MaskVersionSummary, VersionId } from '../../shared/domain';
import type { LabelMap } from '../../shared/mask/labelMap';
import { decodeRle } from '../../shared/mask/rle';
import { attempt, ok, unwrap, type Result } from '../../shared/result';
import { ByteLru } from './byteLru';

export const VERSION_CACHE_BYTES = 64 * 2 ** 20;

export interface VersionsDoor {
  version(input: { version: VersionId }): Promise<Result<CallOutput<(typeof masks)['version']>>>;
  history(input: { frame: FrameId }): Promise<Result<MaskVersionSummary[]>>;
}

export class Versions {
  private readonly cache: ByteLru<VersionId, LabelMap>;

  constructor(
    private readonly door: VersionsDoor,
    cap = VERSION_CACHE_BYTES,
  ) {
    this.cache = new ByteLru<VersionId, LabelMap>(cap);
  }

  /** Nobody may write the map. */
  load(version: VersionId): Promise<Result<LabelMap>> {
    const there = this.cache.get(version);
    if (there) return Promise.resolve(ok(there));
    return attempt(async () => {
      const map = decodeRle(unwrap(await this.door.version({ version })).rle);
      this.cache.set(version, map, map.data.length);
      return map;
    });
  }

  /** The labels of the frame's newest imported version; null when none was imported. */
  async reference(frame: FrameId): Promise<Result<Uint8Array | null>> {
    const history = await this.door.history({ frame });
    if (!history.ok) return history;
    const newest = history.value.filter(({ author }) => author === 'import').reduce((most, { id }) => Math.max(most, id), 0);
    if (newest === 0) return ok(null);
    const map = await this.load(newest as VersionId);
    return map.ok ? ok(map.value.data) : map;
  }

  /** Another project is open: its versions have the same ids. */
  clear(): void {
    this.cache.clear();
  }
}
