// Overlay videos: 36 real frames composed and coded, beside what the encoder alone takes for the same pictures, and how near the decoded frames are.
// `npm run bench -- video`. Encoder alone: the composed pictures lie in memory, once as RGB and once as the planes that the encoder is fed.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { OverlayFrame, OverlayStyle } from '../../src/main/engine/protocol';
import { VideoWriter } from '../../src/main/engine/video/container';
import { VideoEncoder, type CodecName } from '../../src/main/engine/video/ffmpeg';
import { Composer } from '../../src/main/engine/video/picture';
import { writeVideo } from '../../src/main/engine/video/writeVideo';
import { even, rgbToI420 } from '../../src/main/engine/video/yuv';
import { PartialFile } from '../../src/main/engine/partialFile';
import type { VideoKind } from '../../src/shared/overlay/pictureStyle';
import { decodeVideo, i420ToRgb, kitti, kittiFrame, psnr, run, style } from '../integration/engine/support';

const DRIVE = kitti('kitti-drive-0013');
const folder = mkdtempSync(join(tmpdir(), 'roadbrush-bench-video-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const rows: string[] = [];
afterAll(() => {
  console.log(
    '\n| export of 36 frames | size | MB | whole (s) | encoder alone, RGB (s) | planes (s) | whole / encoder, RGB | worst Y, Cb, Cr (dB) | RGB (dB) | overlay (dB) |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const row of rows) console.log(row);
});

const LOOKS: readonly { name: string; look: Partial<OverlayStyle> }[] = [
  { name: 'single view', look: { borders: 'with' } },
  {
    name: 'four panels, title, curve',
    look: { borders: 'with', panels: ['source', 'mask', 'prediction', 'difference'], strip: true, title: 'Drive 0013' },
  },
];

async function drive(): Promise<OverlayFrame[]> {
  const frames: OverlayFrame[] = [];
  for (let i = 0; i < 36; i++) {
    const name = `${String(i).padStart(10, '0')}.png`;
    const mask = join(DRIVE, 'semantic', name);
    frames.push(await kittiFrame(join(DRIVE, 'image_02/data', name), existsSync(mask) ? mask : null));
  }
  return frames;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

/** Coded and muxed as writeVideo does it. */
async function encodeAlone(
  codec: CodecName,
  pictures: readonly Uint8Array[],
  width: number,
  height: number,
  planes: boolean,
): Promise<void> {
  const file = await PartialFile.create(join(folder, 'alone'));
  const encoder = await VideoEncoder.open(codec, width, height, 10);
  const writer = await VideoWriter.open(file, {
    codec,
    width: even(width),
    height: even(height),
    fps: 10,
    frames: pictures.length,
    comment: '',
  });
  for (const picture of pictures)
    for (const coded of await encoder.encode(planes ? picture : rgbToI420(picture, width, height))) await writer.add(coded);
  for (const coded of await encoder.finish()) await writer.add(coded);
  await writer.finish();
  encoder.close();
  await file.commit();
}

/** Where the overlay or the words differ from the bare picture. */
function overlayOf(picture: Uint8Array, bare: Uint8Array): number[] {
  const at: number[] = [];
  for (let i = 0; i < picture.length; i++) if (picture[i] !== bare[i]) at.push(i);
  return at;
}
const only = (picture: Uint8Array, at: readonly number[]): Uint8Array => Uint8Array.from(at, (i) => picture[i]!);

it
  .skipIf(!existsSync(DRIVE))
  .each(
    LOOKS.flatMap(({ name, look }) =>
      (['mp4', 'webm'] as const).map((as) => [name, as, look] as [string, VideoKind, Partial<OverlayStyle>]),
    ).slice(0, 3),
  )('%s as %s', async (name, as, look) => {
  const frames = await drive();
  const drawn = style(look);
  const scores = frames.map((_, i) => ({ split: 'held-out', iou: 0.85 + 0.1 * Math.sin(i / 4) }));
  const codec = as === 'mp4' ? 'avc' : 'vp9';
  const out = join(folder, `video.${as}`);
  const composer = await Composer.open(drawn, frames[0]!, scores);
  const pictures: Uint8Array[] = [];
  for (const [i, frame] of frames.entries()) pictures.push((await composer.compose(frame, i)).rgb);
  const { width, height } = composer.layout(frames[0]!);
  const planes = pictures.map((rgb) => rgbToI420(rgb, width, height));

  const [whole, alone, fed]: [number[], number[], number[]] = [[], [], []];
  const turns = as === 'mp4' ? 5 : 1;
  for (let turn = 0; turn < turns; turn++) {
    alone.push(await seconds(() => encodeAlone(codec, pictures, width, height, false)));
    fed.push(await seconds(() => encodeAlone(codec, planes, width, height, true)));
    whole.push(await seconds(() => run(writeVideo, { frames, style: drawn, fps: 10, as, scores, out })));
  }

  const bare = await Composer.open(
    style({ ...look, borders: 'none', alphaMask: 0, alphaPrediction: 0, readout: false, strip: false, title: '', panels: [] }),
    frames[0]!,
  );
  const video = await decodeVideo(out);
  const [ew, eh] = [even(width), even(height)];
  const n = ew * eh;
  const worst = [Infinity, Infinity, Infinity, Infinity, Infinity];
  for (const [i, decoded] of video.frames.entries()) {
    const parts = [
      [0, n],
      [n, (n * 5) / 4],
      [(n * 5) / 4, (n * 3) / 2],
    ] as const;
    parts.forEach(
      ([from, to], c) => (worst[c] = Math.min(worst[c]!, psnr(decoded.planes.subarray(from, to), planes[i]!.subarray(from, to)))),
    );
    // RGB at full size: of the decoded planes, against the composition's own planes. 4:2:0 itself is no error of coding.
    const [a, b] = [i420ToRgb(decoded), i420ToRgb({ planes: planes[i]!, width: ew, height: eh })];
    worst[3] = Math.min(worst[3]!, psnr(a, b));
    if (drawn.panels.length === 0 && ew === width) {
      const at = overlayOf(pictures[i]!, (await bare.compose(frames[i]!, i)).rgb);
      worst[4] = Math.min(worst[4]!, psnr(only(a, at), only(b, at)));
    }
  }
  const db = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '–');
  const ratio = median(whole) / median(alone);
  const s = (values: number[]): string => median(values).toFixed(2);
  rows.push(
    `| ${name}, ${as} | ${ew}x${eh} | ${(statSync(out).size / 1e6).toFixed(1)} | ${s(whole)} | ${s(alone)} | ${s(fed)} | ${ratio.toFixed(2)} | ${worst.slice(0, 3).map(db).join(', ')} | ${db(worst[3]!)} | ${db(worst[4]!)} |`,
  );
  expect(Math.min(...worst)).toBeGreaterThan(38);
  if (as === 'mp4' && drawn.panels.length === 0) expect(ratio).toBeLessThan(2);
});
