// Every key of the moment, by groups; and what the mouse does.
import { Fragment } from 'react';
import type { LabelClass } from '../../shared/domain';
import { commands } from '../commands';
import { paletteOf } from '../inspector/Classes';
import { shownChord, type Command } from '../keyboard';
import { useSession } from '../state/session';
import { closeDialog } from '../state/shell';
import { Dialog } from '../ui/Dialog';
import './settings.css';

/** Gestures have no command; they stand beside the keys they belong to. */
const MOUSE: readonly (readonly [keys: string, title: string])[] = [
  ['Wheel', 'Zoom at the pointer'],
  ['Space drag, middle drag', 'Pan'],
  ['Shift click', 'Straight line from the last point'],
  ['Shift wheel, Alt right-drag', 'Brush size'],
  ['Ctrl wheel', 'Opacity'],
  ['Alt, held', 'Eraser instead of brush, and back'],
];

const ORDER = ['Picture', 'Frames', 'Views', 'Training', 'Project', 'Window'];

const NONE: readonly LabelClass[] = [];

/** 'Paint road' for its digit; digits without a class do nothing and are left out. */
function titleOf({ name, title }: Command, classes: readonly LabelClass[]): string | null {
  const digit = /^class\.(\d)$/.exec(name)?.[1];
  if (digit === undefined) return title.replace(/…$/, '');
  const painted = classes.find((one) => one.key === Number(digit));
  return painted ? `Paint ${painted.name}` : null;
}

export function KeysSheet() {
  const classes = paletteOf(useSession((s) => s.project?.classes ?? NONE));
  const groups = [...new Set([...ORDER, ...commands.map((command) => command.group)])];
  return (
    <Dialog title="Keys" width={1000} onClose={closeDialog}>
      <div className="keys-sheet">
        {groups.map((group) => {
          const withKeys = commands.filter(
            (command) => command.group === group && command.keys.length > 0 && titleOf(command, classes) !== null,
          );
          return (
            withKeys.length > 0 && (
              <section key={group}>
                <h3>{group}</h3>
                <dl>
                  {withKeys.map((command) => (
                    <Fragment key={command.name}>
                      <dt>{titleOf(command, classes)}</dt>
                      <dd>
                        {command.keys.map((chord) => (
                          <kbd key={chord}>{shownChord(chord)}</kbd>
                        ))}
                      </dd>
                    </Fragment>
                  ))}
                </dl>
              </section>
            )
          );
        })}
        <section>
          <h3>Mouse</h3>
          <dl>
            {MOUSE.map(([keys, title]) => (
              <Fragment key={keys}>
                <dt>{title}</dt>
                <dd>
                  <kbd>{keys}</kbd>
                </dd>
              </Fragment>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
