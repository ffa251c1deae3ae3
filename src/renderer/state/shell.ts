// Which view is open, which panels, which dialog: the window's own state, none of the project's.
import { create } from 'zustand';
import type { ImportSource } from '../../shared/contract/frames';
import type { FrameId, JobId, VersionId } from '../../shared/domain';

export const TABS = ['annotate', 'train', 'review', 'export'] as const;
export type Tab = (typeof TABS)[number];
export const TAB_TITLES: Record<Tab, string> = { annotate: 'Annotate', train: 'Train', review: 'Review', export: 'Export' };

export type DialogName = 'about' | 'keys' | 'palette' | 'import' | 'split' | 'exportModel' | 'retrain';

export interface Shell {
  readonly tab: Tab;
  readonly dialog: DialogName | null;
  /** Both side panels hidden: the frame alone. */
  readonly panelsHidden: boolean;
  /** The folder chosen for import, and the job once it runs. */
  readonly importSource: ImportSource | null;
  readonly importJob: JobId | null;
  /** The frame whose note is being written. */
  readonly flagging: FrameId | null;
  /** The mask version that is being named; `now`: it is the mask on the canvas. */
  readonly naming: { readonly frame: FrameId; readonly version: VersionId; readonly now: boolean } | null;
  /** Grows when a version was named: lists of versions are read again. */
  readonly namesChanged: number;
  /** The classes' editor stands in the place of their choice. */
  readonly editingClasses: boolean;
}

export const useShell = create<Shell>()(() => ({
  tab: 'annotate',
  dialog: null,
  panelsHidden: false,
  importSource: null,
  importJob: null,
  flagging: null,
  naming: null,
  namesChanged: 0,
  editingClasses: false,
}));

export const showTab = (tab: Tab): void => useShell.setState({ tab });
export const openDialog = (dialog: DialogName): void => useShell.setState({ dialog });
export const closeDialog = (): void => useShell.setState({ dialog: null });
/** The canvas and the rulers are on the screen. */
export const picturesShown = (tab: Tab): boolean => tab === 'annotate' || tab === 'review';
