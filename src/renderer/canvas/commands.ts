// The canvas's and the rulers' commands, for the key map, the menu and the palette.
import { OTHER, ROAD } from '../../shared/domain';
import { paletteOf } from '../../shared/labels/palette';
import { goBy } from '../state/navigate';
import { setRangeEnd, togglePlaying } from '../state/playing';
import { prefer } from '../state/preferences';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { endEpoch, stepEpoch, stepRun } from '../scrubber/epochs';
import { predictSequence } from '../scrubber/predictSequence';
import { toggleWatching } from '../scrubber/watch';
import { ASSISTING } from './assistCommands';
import { copyPrevious } from './copyPrevious';
import { services } from './services';
import { TOOLS } from './tools/table';
import { type CanvasCommand, viewCommands } from './viewCommands';

const view = () => useView.getState();

/** The class on a digit: the project's own say; road, other and ignore where it has none. */
function classOn(digit: number): number | undefined {
  return paletteOf(useSession.getState().project?.classes ?? []).find(({ key }) => key === digit)?.id;
}

function chooseClass(digit: number): void {
  const id = classOn(digit);
  if (id !== undefined) view().setPaintClass(id);
}

function lockClass(digit: number): void {
  const id = classOn(digit);
  if (id !== undefined) view().togglePaintOver(id);
}

/** The class that X comes back to. */
let other = ROAD;

function swap(): void {
  const { paintClass, setPaintClass } = view();
  if (paintClass !== OTHER) other = paintClass;
  // The class may have been removed since, or be another project's.
  const known = paletteOf(useSession.getState().project?.classes ?? []).some(({ id }) => id === other);
  setPaintClass(paintClass === OTHER ? (known ? other : ROAD) : OTHER);
}

const size = (by: number) => (): void => view().setBrushSize(view().brushSize + by);
const go = (by: number) => (): void => goBy(by);

const press = (shift: boolean) => (): void => services().controller.keyboard.press(shift);
const point = (dx: number, dy: number) => (): void => services().controller.keyboard.move(dx, dy);
const DIRECTIONS = [
  ['Left', 'left', -1, 0],
  ['Right', 'right', 1, 0],
  ['Up', 'up', 0, -1],
  ['Down', 'down', 0, 1],
] as const;

const WHEEL = { auto: 'by device', zoom: 'always zoom', pan: 'always pan' } as const;
const WHEELS: readonly CanvasCommand[] = (['auto', 'zoom', 'pan'] as const).map((wheel) => ({
  name: `wheel.${wheel}`,
  title: `Wheel and fingers: ${WHEEL[wheel]}`,
  keys: [],
  run: () => prefer({ wheel }),
}));

const CHOOSING: readonly CanvasCommand[] = TOOLS.map(({ name, title, command, key }) => ({
  name: command,
  title,
  keys: key === null ? [] : [key],
  run: () => view().setTool(name),
}));

const PAINTING: readonly CanvasCommand[] = [
  { name: 'tool.swap', title: 'Swap road and background', keys: ['X'], run: swap },
  { name: 'tool.smaller', title: 'Smaller brush', keys: ['['], run: size(-1) },
  { name: 'tool.larger', title: 'Larger brush', keys: [']'], run: size(1) },
  { name: 'tool.muchSmaller', title: 'Brush smaller by 10', keys: ['Shift+['], quiet: true, run: size(-10) },
  { name: 'tool.muchLarger', title: 'Brush larger by 10', keys: ['Shift+]'], quiet: true, run: size(10) },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((digit) => ({
    name: `class.${digit}`,
    title: digit === 0 ? 'Paint ignore' : `Paint class ${digit}`,
    keys: [`${digit}`],
    quiet: digit > 2,
    run: () => chooseClass(digit),
  })),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((digit) => ({
    name: `over.${digit}`,
    title: digit === 0 ? 'Paint over ignore, or leave it' : `Paint over class ${digit}, or leave it`,
    keys: [`Shift+${digit}`],
    quiet: digit > 2,
    run: () => lockClass(digit),
  })),
  { name: 'over.all', title: 'Paint over all classes', keys: [], run: () => view().set({ paintOver: null }) },
  {
    name: 'tool.shape',
    title: 'Round or square brush',
    keys: [],
    run: () => view().set({ brushShape: view().brushShape === 'round' ? 'square' : 'round' }),
  },
  { name: 'pointer.press', title: 'Press the tool at the keyboard pointer, or let go', keys: ['Ctrl+Enter'], run: press(false) },
  { name: 'pointer.line', title: 'Line from the last point to the keyboard pointer', keys: ['Ctrl+Shift+Enter'], run: press(true) },
  ...DIRECTIONS.flatMap(([key, words, dx, dy]) => [
    { name: `pointer.${words}`, title: `Pointer ${words} by a pixel`, keys: [`Ctrl+${key}`], quiet: true, run: point(dx, dy) },
    {
      name: `pointer.${words}10`,
      title: `Pointer ${words} by ten`,
      keys: [`Ctrl+Shift+${key}`],
      quiet: true,
      run: point(dx * 10, dy * 10),
    },
  ]),
  { name: 'mask.copyPrevious', title: 'Copy the mask of the frame before', keys: ['R'], run: () => void copyPrevious(false) },
  {
    name: 'mask.copyMoved',
    title: 'Copy the mask of the frame before, moved with the picture',
    keys: ['Shift+R'],
    run: () => void copyPrevious(true),
  },
  { name: 'edit.undo', title: 'Undo', keys: ['Ctrl+Z'], run: () => services().controller.undo() },
  { name: 'edit.redo', title: 'Redo', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], run: () => services().controller.redo() },
];

const TRAVEL: readonly CanvasCommand[] = [
  { name: 'frame.next', title: 'Next frame', keys: ['D', 'Right'], run: go(1) },
  { name: 'frame.previous', title: 'Previous frame', keys: ['A', 'Left'], run: go(-1) },
  { name: 'frame.next10', title: 'Ten frames on', keys: ['Shift+D', 'Shift+Right'], quiet: true, run: go(10) },
  { name: 'frame.previous10', title: 'Ten frames back', keys: ['Shift+A', 'Shift+Left'], quiet: true, run: go(-10) },
  { name: 'epoch.previous', title: 'Previous kept epoch', keys: [','], run: () => stepEpoch(-1) },
  { name: 'epoch.next', title: 'Next kept epoch', keys: ['.'], run: () => stepEpoch(1) },
  { name: 'epoch.first', title: 'First kept epoch', keys: ['Shift+,'], run: () => endEpoch('first') },
  { name: 'epoch.last', title: 'Last kept epoch', keys: ['Shift+.'], run: () => endEpoch('last') },
  { name: 'run.previous', title: 'Predictions of the run before', keys: ['Ctrl+,'], run: () => stepRun(-1) },
  { name: 'run.next', title: 'Predictions of the next run', keys: ['Ctrl+.'], run: () => stepRun(1) },
  { name: 'watch.toggle', title: 'Watch it learn: play the kept epochs of this frame', keys: ['Shift+K'], run: toggleWatching },
  { name: 'play.predict', title: 'Predict the whole sequence', keys: [], run: predictSequence },
  { name: 'play.from', title: 'The sequence begins at this frame', keys: [], run: () => setRangeEnd('from') },
  { name: 'play.to', title: 'The sequence ends at this frame', keys: [], run: () => setRangeEnd('to') },
  { name: 'play.all', title: 'The sequence is the whole list', keys: [], run: () => view().set({ playRange: null }) },
  { name: 'play.loop', title: 'Play the sequence again and again, or once', keys: [], run: () => view().set({ loop: !view().loop }) },
  { name: 'play.toggle', title: 'Play or pause the sequence', keys: ['K'], run: togglePlaying },
];

export const canvasCommands: readonly CanvasCommand[] = [...CHOOSING, ...PAINTING, ...ASSISTING, ...WHEELS, ...viewCommands, ...TRAVEL];
