// Small pictures of the list: fetched a few at a time, those in sight first, kept in memory so that scrolling back shows no gap.
import { useEffect, useState } from 'react';
import type { FrameId } from '../../shared/domain';
import { thumbnailUrl } from '../api';

/** About 4 kB each. */
const KEPT = 4000;
const AT_ONCE = 6;

const urls = new Map<FrameId, string>();
const wanted = new Map<FrameId, Set<(url: string | null) => void>>();
let flying = 0;
/** Counts projects: another one has the same ids. */
let generation = 0;

export function forgetThumbnails(): void {
  generation++;
  for (const url of urls.values()) URL.revokeObjectURL(url);
  urls.clear();
}

function next(): void {
  while (flying < AT_ONCE) {
    // The newest wish first: it is what scrolled into sight last.
    const id = [...wanted.keys()].at(-1);
    if (id === undefined) return;
    const tell = wanted.get(id)!;
    wanted.delete(id);
    flying++;
    void load(id).then((url) => {
      flying--;
      for (const listener of tell) listener(url);
      next();
    });
  }
}

async function load(id: FrameId): Promise<string | null> {
  const mine = generation;
  try {
    const answer = await fetch(thumbnailUrl(id));
    if (!answer.ok) return null;
    const url = URL.createObjectURL(await answer.blob());
    if (mine !== generation) {
      URL.revokeObjectURL(url);
      return null;
    }
    keep(id, url);
    return url;
  } catch {
    return null;
  }
}

function keep(id: FrameId, url: string): void {
  urls.set(id, url);
  if (urls.size <= KEPT) return;
  const [oldest, old] = urls.entries().next().value!;
  urls.delete(oldest);
  URL.revokeObjectURL(old);
}

/** The picture's address, undefined while it is on its way, null when it cannot be read. */
export function useThumbnail(id: FrameId): string | null | undefined {
  const [got, setGot] = useState<{ id: FrameId; url: string | null }>();
  const there = urls.get(id);
  useEffect(() => {
    if (urls.has(id)) return;
    const listener = (url: string | null): void => setGot({ id, url });
    const listeners = wanted.get(id) ?? new Set();
    listeners.add(listener);
    wanted.set(id, listeners);
    next();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && wanted.get(id) === listeners) wanted.delete(id);
    };
  }, [id]);
  return there ?? (got?.id === id ? got.url : undefined);
}
