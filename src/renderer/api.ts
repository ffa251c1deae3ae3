// The one door to main: `window.studio`, put there by the preload.
import type { StudioApi } from '../shared/contract';
import type { FrameId } from '../shared/domain';

export const studio = (globalThis as { studio?: StudioApi }).studio as StudioApi;

/** Pictures travel by the app:// protocol, named by id, never by path. */
export const frameUrl = (frame: FrameId): string => `app://project/frame/${frame}`;
export const thumbnailUrl = (frame: FrameId): string => `app://project/thumbnail/${frame}`;
