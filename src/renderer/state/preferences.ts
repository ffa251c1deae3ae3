// What the window remembers between launches; main keeps it as one JSON object.
import { create } from 'zustand';
import { z } from 'zod';
import { NEWEST_FIRST, RUN_KEYS } from '../../shared/training/runList';
import { studio } from '../api';
import { CurveSettings } from './curveSettings';
import { ToolSettings } from './toolSettings';

/** The parts of the right panel that can be folded away. */
const SectionId = z.enum(['class', 'mask', 'view', 'threshold', 'numbers', 'undo', 'history']);
export type SectionId = z.infer<typeof SectionId>;

export const PANEL = { left: { min: 190, max: 460 }, right: { min: 260, max: 460 }, form: { min: 300, max: 480 } } as const;
const width = (panel: keyof typeof PANEL, usual: number) => z.number().min(PANEL[panel].min).max(PANEL[panel].max).catch(usual);
const opacity = (usual: number) => z.number().min(0).max(1).catch(usual);

/** Anything missing or out of range falls back by itself: an old or damaged file never stops the window. */
export const Preferences = z.object({
  theme: z.enum(['dark', 'light', 'system']).catch('dark'),
  left: width('left', 224),
  right: width('right', 284),
  form: width('form', 340),
  maskOpacity: opacity(0.45),
  predictionOpacity: opacity(0.5),
  brushSize: z.number().int().min(1).max(500).catch(40),
  brushShape: z.enum(['round', 'square']).catch('round'),
  toolOptions: ToolSettings,
  /** What wheel and two fingers do on the picture: 'auto' = a wheel zooms, fingers pan. */
  wheel: z.enum(['auto', 'zoom', 'pan']).catch('auto'),
  against: z.enum(['prediction', 'before', 'reference']).catch('prediction'),
  showGrid: z.boolean().catch(true),
  showMinimap: z.boolean().catch(true),
  /** The undo steps are one click away; what they are for, Ctrl+Z does. */
  folded: z.array(SectionId).max(20).catch(['undo']),
  /** How the runs are listed. */
  runsOrder: z.object({ by: z.enum(RUN_KEYS), down: z.boolean() }).catch(NEWEST_FIRST),
  runsParallel: z.boolean().catch(false),
  curves: CurveSettings,
  /** Keys that differ from the usual ones, by the command's name (keyMap.ts). */
  keys: z.record(z.string(), z.array(z.string().max(40)).max(8)).catch({}),
  /** Commands last run from the palette, newest first. */
  recentCommands: z.array(z.string()).max(20).catch([]),
  /** How a run is retrained from corrections; null until it was asked once. */
  retrain: z
    .object({ minutes: z.number().positive().max(1440), weight: z.number().int().min(1).max(100) })
    .nullable()
    .catch(null),
  lastSplit: z.object({ count: z.number(), ratio: z.number(), seed: z.number() }).catch({ count: 30, ratio: 0.15, seed: 1 }),
});
export type Preferences = z.infer<typeof Preferences>;

export const usePreferences = create<Preferences>()(() => Preferences.parse({}));

export async function loadPreferences(): Promise<void> {
  const kept = await studio.app.preferences({});
  usePreferences.setState(Preferences.parse(kept.ok ? kept.value : {}));
}

let timer: ReturnType<typeof setTimeout> | undefined;
let waiting: Partial<Preferences> = {};

/** At once in the window; written to disk when nothing has changed for a moment. */
export function prefer(values: Partial<Preferences>): void {
  usePreferences.setState(values);
  waiting = { ...waiting, ...values };
  clearTimeout(timer);
  timer = setTimeout(() => void keepPreferences(), 400);
}

export async function keepPreferences(): Promise<void> {
  clearTimeout(timer);
  const values = waiting;
  waiting = {};
  if (Object.keys(values).length > 0) await studio.app.setPreferences({ values });
}
