// Overlay videos and stills: frames, masks and predictions are gathered here, drawn and written by the engine.
import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import type { ExportRequest } from '../../shared/contract/app';
import type { RunSummary } from '../../shared/contract/runs';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import type { OverlayFrame, OverlayStyle } from '../engine/protocol';
import { palette } from '../project/palette';
import { currentVersion } from '../project/masks';
import type { Project } from '../project/project';
import { pinnedFrames, runSummaries } from '../project/runs';
import { splitOf } from '../project/splits';
import { engineFrame } from './engineFrames';
import { needRun } from './need';
import { chooseEpoch, chooseFrames, ensurePredictions } from './predict';
import type { OverlaysRequest, Studio, VerbOptions, VideoRequest } from './studio';

export const exportVideo = (
  studio: Studio,
  request: VideoRequest,
  options: VerbOptions = {},
): Promise<Result<{ file: string; frames: number; bytes: number; width: number; height: number; notes: readonly string[] }>> =>
  attempt(async () => {
    const out = resolve(request.out);
    if (extname(out).toLowerCase() !== '.mp4') refuse('bad-input', `${out} does not end in .mp4: the video is an MP4 file (H.264).`);
    if (!existsSync(dirname(out))) refuse('not-found', `There is no folder ${dirname(out)} to write the video into.`);
    const { frames, style } = await gather(studio, request, options);
    const written = unwrap(
      await studio.engine.call('video.write', { frames, style, fps: request.fps, out }, drawing(options, 'Writing the video')),
    );
    return { file: out, ...written };
  });

export const exportOverlays = (
  studio: Studio,
  request: OverlaysRequest,
  options: VerbOptions = {},
): Promise<Result<{ folder: string; files: string[] }>> =>
  attempt(async () => {
    const outDir = resolve(request.outDir);
    const { frames, style } = await gather(studio, request, options);
    const { files } = unwrap(await studio.engine.call('overlays.write', { frames, style, outDir }, drawing(options, 'Writing overlays')));
    return { folder: outDir, files: [...files] };
  });

const drawing = (options: VerbOptions, what: string) => ({
  onEvent: ({ done, total }: { done: number; total: number }) => options.onProgress?.({ done, total, what }),
  ...(options.signal ? { signal: options.signal } : {}),
});

async function gather(
  studio: Studio,
  request: ExportRequest,
  options: VerbOptions,
): Promise<{ frames: OverlayFrame[]; style: OverlayStyle }> {
  const { project } = studio;
  const { show, alpha, threshold, readout, post } = request;
  const ids = chooseFrames(project, request.frames);
  const run = show === 'mask' ? null : chooseRun(project, request);
  const epoch = run && chooseEpoch(project, run, request.epoch);
  const predictions = run && epoch !== null ? await ensurePredictions(studio, run, epoch, ids, options) : null;
  const roles = new Map(run ? pinnedFrames(project.db, run.id).map(({ frame, split }) => [frame, split]) : []);
  const classColours = palette(project.db).map(({ id, colour }) => [id, colour] as const);
  const frames: OverlayFrame[] = [];
  for (const id of ids) {
    const frame = await engineFrame(project, id, currentVersion(project.db, id));
    const split = run ? (roles.get(id) ?? 'none') : splitOf(project.db, id);
    frames.push({ ...frame, split, prediction: predictions?.of(id) ?? null });
  }
  return { frames, style: { show, alpha, threshold, post, readout, runName: run ? `${run.name}, epoch ${epoch}` : '', classColours } };
}

function chooseRun(project: Project, request: ExportRequest): RunSummary {
  if (request.run !== null) return needRun(project, request.run);
  const newest = runSummaries(project.db).find((run) => run.epochs > 0);
  return (
    newest ?? refuse('no-run', `${project.name} has no trained run whose prediction could be shown.`, 'Train one first, or show the masks.')
  );
}
