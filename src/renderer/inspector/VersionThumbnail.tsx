// A version's mask as a small picture, drawn when its row is; kept, since versions never change.
import { useEffect, useRef } from 'react';
import { IGNORE, OTHER, type VersionId } from '../../shared/domain';
import { studio } from '../api';
import { useSession } from '../state/session';
import type { ThumbnailAnswer, ThumbnailRequest } from './thumbnailWorker';

/** Twice what is seen, for sharp screens. */
const WIDTH = 112;
const KEPT = 500;

type Small = Omit<ThumbnailAnswer, 'id'>;
const kept = new Map<VersionId, Promise<Small | null>>();
const waiting = new Map<number, (answer: Small) => void>();
let worker: Worker | null = null;
let next = 1;
let folder: string | null = null;

function thumbnail(version: VersionId): Promise<Small | null> {
  // Another project has the same numbers.
  const open = useSession.getState().project?.folder ?? null;
  if (open !== folder) kept.clear();
  folder = open;
  const there = kept.get(version);
  if (there) return there;
  const made = studio.masks.version({ version }).then((answer) => (answer.ok ? draw(answer.value.rle) : null));
  kept.set(version, made);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return made;
}

function draw(rle: Uint8Array): Promise<Small> {
  if (!worker) {
    worker = new Worker(new URL('./thumbnailWorker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data: { id, ...small } }: MessageEvent<ThumbnailAnswer>) => {
      waiting.get(id)?.(small);
      waiting.delete(id);
    };
  }
  const id = next++;
  worker.postMessage({ id, rle, width: WIDTH } satisfies ThumbnailRequest);
  return new Promise((resolve) => waiting.set(id, resolve));
}

export function VersionThumbnail({ version, aspect }: { version: VersionId; aspect: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const classes = useSession((s) => s.project?.classes);
  useEffect(() => {
    let current = true;
    void thumbnail(version).then((small) => {
      if (!current || !canvas.current || !small || small.labels.length === 0) return;
      const { width, height, labels } = small;
      const colours = new Map(classes?.map(({ id, colour }) => [id, Number.parseInt(colour.slice(1), 16)]));
      canvas.current.width = width;
      canvas.current.height = height;
      const picture = new ImageData(width, height);
      labels.forEach((label, i) => {
        if (label === OTHER) return;
        const colour = label === IGNORE ? 0x8a8f98 : (colours.get(label) ?? 0x35c9f0);
        picture.data.set([colour >> 16, (colour >> 8) & 255, colour & 255, 255], 4 * i);
      });
      canvas.current.getContext('2d')?.putImageData(picture, 0, 0);
    });
    return () => {
      current = false;
    };
  }, [version, classes]);
  return <canvas ref={canvas} className="version-thumb" style={{ aspectRatio: aspect }} aria-hidden="true" />;
}
