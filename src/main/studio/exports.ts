// Overlay videos and stills: frames, masks and predictions are gathered here, drawn and written by the engine.
import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import type { ExportRequest, PicturePreview } from '../../shared/contract/app';
import type { FrameId } from '../../shared/domain';
import { FASTEST, VIDEO_KINDS, type VideoKind } from '../../shared/overlay/pictureStyle';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import type { DrawnPicture, OverlayFrame, ScoredFrame } from '../engine/protocol';
import { PartialFile } from '../engine/partialFile';
import { choose, gather, needsScores, scoresOf, type Chosen } from './exportGather';
import { needFrameRow } from './need';
import type { OverlaysRequest, PreviewRequest, StillRequest, Studio, VerbOptions, VideoRequest } from './studio';

/** By the file's ending. */
export function videoKind(out: string): VideoKind {
  const ending = extname(out).slice(1).toLowerCase();
  return (
    VIDEO_KINDS.find((kind) => kind === ending) ??
    refuse('bad-input', `${out} ends in none of .mp4, .webm and .gif: the ending says what is written.`, 'Choose one of these endings.')
  );
}

export const exportVideo = (
  studio: Studio,
  request: VideoRequest,
  options: VerbOptions = {},
): Promise<Result<{ file: string; frames: number; bytes: number; width: number; height: number; notes: readonly string[] }>> =>
  attempt(async () => {
    const { out: wanted, fps, ...look } = request;
    const out = resolve(wanted);
    const as = videoKind(out);
    // Before all frames are predicted for it.
    if (fps > FASTEST[as])
      refuse(
        'bad-input',
        `A ${as.toUpperCase()} cannot show ${fps} frames a second.`,
        `Choose ${FASTEST[as]} at most${as === 'gif' ? ', or MP4' : ''}.`,
      );
    if (!existsSync(dirname(out))) refuse('not-found', `There is no folder ${dirname(out)} to write the video into.`);
    const { frames, scores, style } = await ready(studio, look, true, options);
    const job = { frames, style, fps, as, scores, out };
    const written = unwrap(await studio.engine.call('video.write', job, drawing(options, 'Writing the video')));
    return { file: out, ...written };
  });

export const exportOverlays = (
  studio: Studio,
  request: OverlaysRequest,
  options: VerbOptions = {},
): Promise<Result<{ folder: string; files: string[] }>> =>
  attempt(async () => {
    const { outDir: wanted, ...look } = request;
    const outDir = resolve(wanted);
    const { frames, scores, style } = await ready(studio, look, false, options);
    const job = { frames, style, scores, outDir };
    const { files } = unwrap(await studio.engine.call('overlays.write', job, drawing(options, 'Writing overlays')));
    return { folder: outDir, files: [...files] };
  });

/** One frame as a PNG of its own; replaced whole where there is one of that name. */
export const exportStill = (
  studio: Studio,
  request: StillRequest,
  options: VerbOptions = {},
): Promise<Result<{ file: string; bytes: number; width: number; height: number }>> =>
  attempt(async () => {
    const { out: wanted, ...look } = request;
    const out = resolve(wanted);
    if (extname(out).toLowerCase() !== '.png') refuse('bad-input', `${out} does not end in .png: the picture is a PNG file.`);
    const file = await PartialFile.create(out);
    try {
      const { frames, scores, style } = await ready(studio, look, false, options);
      const [frame] = frames;
      const job = { frame: frame!, style, scores, index: 0, size: null, card: null };
      const { png, width, height } = unwrap(await studio.engine.call('picture.draw', job, signalled(options)));
      await file.write(png, 0);
      return { file: out, bytes: await file.commit(), width, height };
    } finally {
      await file.discard();
    }
  });

/** The picture of one frame exactly as the export would hold it. The curve has gaps where frames are not predicted yet: `waiting` counts them. */
export const previewExport = (studio: Studio, preview: PreviewRequest, options: VerbOptions = {}): Promise<Result<PicturePreview>> =>
  attempt(async () => {
    const { frame: wanted, fps, card, video, ...request } = preview;
    const chosen = choose(studio.project, request);
    const index = Math.max(0, chosen.ids.indexOf(wanted));
    const [frame] = await gather(studio, { ...chosen, ids: [chosen.ids[index]!] }, options);
    const own = new Map([[frame!.id, frame!]]);
    const { scores, waiting } = needsScores(request, video)
      ? await scoresOf(studio, chosen, options, own)
      : { scores: [] as readonly ScoredFrame[], waiting: 0 };
    const first = video ? needFrameRow(studio.project, chosen.ids[0]!) : null;
    const size = first && { width: first.width, height: first.height };
    const job = { frame: frame!, style: chosen.style, scores, index, size, card: card ? { fps } : null };
    const drawn: DrawnPicture = unwrap(await studio.engine.call('picture.draw', job, signalled(options)));
    return { ...drawn, png: new Uint8Array(drawn.png), words: [...drawn.words], waiting };
  });

interface Ready extends Pick<Chosen, 'style'> {
  readonly frames: readonly OverlayFrame[];
  readonly scores: readonly ScoredFrame[];
}

async function ready(studio: Studio, request: ExportRequest, video: boolean, options: VerbOptions): Promise<Ready> {
  const chosen = choose(studio.project, request);
  const frames = await gather(studio, chosen, options);
  const { style } = chosen;
  if (!needsScores(request, video)) return { frames, style, scores: [] };
  const byId = new Map<FrameId, OverlayFrame>(frames.map((frame) => [frame.id, frame]));
  return { frames, style, scores: (await scoresOf(studio, chosen, options, byId)).scores };
}

const signalled = (options: VerbOptions) => (options.signal ? { signal: options.signal } : {});

const drawing = (options: VerbOptions, what: string) => ({
  onEvent: ({ done, total }: { done: number; total: number }) => options.onProgress?.({ done, total, what }),
  ...signalled(options),
});
