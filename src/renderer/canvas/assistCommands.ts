// The commands of the assisting tools, and the menu on the canvas: the same acts, at the pointer or where the menu was opened.
import type { Point } from '../../shared/mask/brush';
import { notify } from '../state/notices';
import type { MenuEntry } from '../ui/Menu';
import { keysOf } from '../ui/keys';
import { eraseRegion, fillHolesHere, keepOnlyThis, type RegionAct } from './assist';
import { takeOther, takeSeen, takeWholeOther, takeWholeSeen, acceptPiece, comparingRuns, rejectPiece } from './pairActs';
import type { CanvasCommand } from './viewCommands';
import { exportThisPicture } from './exportPicture';
import { OPERATIONS, operation, type OperationName } from './maskOperation';
import { useOperation } from './operations';
import { services } from './services';

function actAt(act: RegionAct, at: Point): void {
  services().controller.act((document, source) => act(document, source, at));
}

const atPointer = (act: RegionAct, what: string) => (): void => {
  const at = services().controller.pointerOnFrame();
  if (at) actAt(act, at);
  else notify({ tone: 'warn', message: `Point at the region that is to be ${what}, then press the key.` });
};

const whole = (): void => services().controller.act(takeWholeSeen);

const wholeOther = (): void => services().controller.act(takeWholeOther);

/** Begins an operation with what it was last set to; its outcome is shown, the panel or Enter makes it. */
const amounts = new Map<OperationName, number>();
export function showOperation(name: OperationName, amount = amounts.get(name) ?? operation(name).start): void {
  amounts.set(name, amount);
  services().operations.show(name, amount);
}
export const applyOperation = (): void =>
  services().controller.act(() => {
    const { pending } = useOperation.getState();
    if (!pending || pending.busy) return 'The outcome is not known yet.';
    const nothing = !pending.gets && !pending.loses;
    services().operations.apply();
    return nothing ? 'Nothing was changed.' : null;
  });
export const dropOperation = (): void => services().operations.drop();

const WORDS: Readonly<Record<OperationName, string>> = {
  grow: 'Grow the class by pixels',
  shrink: 'Shrink the class by pixels',
  smooth: 'Smooth the border of the class',
  holes: 'Fill the holes of the class',
  islands: 'Remove small islands of the class',
};

export const ASSISTING: readonly CanvasCommand[] = [
  { name: 'region.take', title: 'Take the region under the pointer from the model', keys: ['G'], run: atPointer(takeSeen, 'taken') },
  { name: 'region.takeAll', title: 'Take the whole prediction as the mask', keys: ['Shift+G'], run: whole },
  ...[
    { name: 'region.takeOther', title: 'Take the region under the pointer from run B', keys: ['H'], run: atPointer(takeOther, 'taken') },
    { name: 'region.takeAllOther', title: 'Take all that run B predicts as the mask', keys: ['Shift+H'], run: wholeOther },
    { name: 'piece.accept', title: 'Accept the piece that only one run predicts', keys: ['U'], run: atPointer(acceptPiece, 'accepted') },
    {
      name: 'piece.reject',
      title: 'Reject the piece that only one run predicts',
      keys: ['Shift+U'],
      run: atPointer(rejectPiece, 'rejected'),
    },
  ].map((command) => ({ ...command, when: comparingRuns })),
  { name: 'region.erase', title: 'Erase the region of the mask under the pointer', keys: ['Alt+G'], run: atPointer(eraseRegion, 'erased') },
  ...OPERATIONS.map(({ name }) => ({ name: `mask.${name}`, title: `${WORDS[name]}…`, keys: [], run: () => showOperation(name) })),
];

/** The canvas's menu where it is opened; empty away from the frame. */
export function regionMenu(): readonly MenuEntry[] {
  const at = services().controller.pointerOnFrame();
  if (!at) return [{ label: 'Nothing here: point at the frame' }];
  const here = (act: RegionAct) => (): void => actAt(act, at);
  return [
    { title: 'Take this region from the model', keys: keysOf('region.take'), run: here(takeSeen) },
    { title: 'Take the whole prediction', keys: keysOf('region.takeAll'), run: whole },
    ...(comparingRuns()
      ? ([
          'line',
          { title: 'Take this region from run B', keys: keysOf('region.takeOther'), run: here(takeOther) },
          { title: 'Accept this piece of one run', keys: keysOf('piece.accept'), run: here(acceptPiece) },
          { title: 'Reject this piece of one run', keys: keysOf('piece.reject'), run: here(rejectPiece) },
        ] as const)
      : []),
    'line',
    { title: 'Erase this region', keys: keysOf('region.erase'), run: here(eraseRegion) },
    { title: 'Fill holes here', run: here(fillHolesHere) },
    { title: 'Remove all other islands', run: here(keepOnlyThis) },
    'line',
    ...OPERATIONS.map(({ name, title }) => ({ title: `${title}…`, run: () => showOperation(name) })),
    'line',
    { title: 'Export this picture…', keys: keysOf('picture.export'), run: () => void exportThisPicture() },
  ];
}
