// What an exported picture looks like: which views of a frame, laid over how, with which words around them. Window, command line and engine share it.
import { z } from 'zod';
import { Post } from '../prediction/decision';

/** One view of a frame. 'both' lays mask and prediction over each other, as the canvas does. */
export const PANELS = ['source', 'mask', 'prediction', 'both', 'difference'] as const;
export const Panel = z.enum(PANELS);
export type Panel = z.infer<typeof Panel>;

/** How several views stand: 'fit' takes whatever comes nearest to a screen's shape. */
export const Arrangement = z.enum(['fit', 'grid', 'row', 'column']);
export type Arrangement = z.infer<typeof Arrangement>;

/** 'with': filled with an outline, as on the canvas; 'only': the outline alone; 'none': filled alone. */
export const Borders = z.enum(['with', 'only', 'none']);
export type Borders = z.infer<typeof Borders>;

export const LONGEST_TITLE = 120;

export const PictureStyle = z.object({
  /** The single view, where no panels are named. */
  show: z.enum(['mask', 'prediction', 'both']),
  /** Views in this order, each once; none = the single view. */
  panels: z.array(Panel).max(PANELS.length).default([]),
  arrange: Arrangement.default('fit'),
  /** Opacity of each layer, 0..1. */
  alphaMask: z.number().min(0).max(1).default(0.45),
  alphaPrediction: z.number().min(0).max(1).default(0.45),
  borders: Borders.default('with'),
  /** A pixel is predicted road when its probability is above this. */
  threshold: z.number().min(0).max(1),
  /** What follows the threshold; nothing without it. */
  post: Post.optional(),
  /** Name, set, IoU, run, epoch and threshold in the picture. */
  readout: z.boolean(),
  /** The IoU of every frame as a curve beneath the picture, with a playhead. */
  strip: z.boolean().default(false),
  /** Empty = none. */
  title: z.string().max(LONGEST_TITLE).default(''),
  /** A line above every picture, or a card before the first frame of a video. */
  titleAs: z.enum(['line', 'card']).default('line'),
  /** Pictures that would be wider are made smaller; null = as large as the frames are. */
  width: z.number().int().min(160).max(16_384).nullable().default(null),
});
export type PictureStyle = z.infer<typeof PictureStyle>;

/** The views that a style draws. */
export const panelsOf = ({ panels, show }: Pick<PictureStyle, 'panels' | 'show'>): readonly Panel[] =>
  panels.length > 0 ? [...new Set(panels)] : [show];

/** Whether a style shows anything of a run, so that one is needed. */
export const needsPrediction = (style: Pick<PictureStyle, 'panels' | 'show'>): boolean =>
  panelsOf(style).some((panel) => panel === 'prediction' || panel === 'both' || panel === 'difference');

/** Whether a style shows anything of the masks. */
export const needsMask = (style: Pick<PictureStyle, 'panels' | 'show'>): boolean =>
  panelsOf(style).some((panel) => panel === 'mask' || panel === 'both' || panel === 'difference');

export const VIDEO_KINDS = ['mp4', 'webm', 'gif'] as const;
export type VideoKind = (typeof VIDEO_KINDS)[number];
export const VIDEO_WORDS: Readonly<Record<VideoKind, { readonly title: string; readonly about: string }>> = {
  mp4: { title: 'MP4', about: 'H.264: plays everywhere' },
  webm: { title: 'WebM', about: 'VP9: for browsers; takes several times as long to write' },
  gif: { title: 'GIF', about: '256 colours a picture: for pages and chats that take no video; many times as large' },
};
/** Pictures a second at most: a GIF's shortest delay that programs keep is 2/100 s. */
export const FASTEST: Readonly<Record<VideoKind, number>> = { mp4: 120, webm: 120, gif: 50 };
/** A GIF that is larger is warned about: most places take none of that size. Bytes. */
export const LARGE_GIF = 20e6;
