// What can be done to the frames that are picked, beneath the list while there are any.
import { Check, Ellipsis, Flag, X } from 'lucide-react';
import { whole } from '../format';
import { MARKS, markPicked, type MarkName } from '../review/bulk';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Menu, type MenuEntry } from '../ui/Menu';
import { pickNone, useFrameList } from './state';

const entry = (name: MarkName): MenuEntry => ({ title: MARKS[name].title, run: () => markPicked(name) });

/** The same entries for the bar's menu and for the context menu of a picked frame. */
export const bulkEntries = (): MenuEntry[] => [
  { ...(entry('reviewed') as object), keys: keysOf('picked.reviewed') } as MenuEntry,
  { ...(entry('flag') as object), keys: keysOf('picked.flag') } as MenuEntry,
  entry('unflag'),
  entry('progress'),
  entry('unseen'),
  'line',
  { label: 'Move to' },
  entry('train'),
  entry('heldOut'),
  entry('noSet'),
];

export function BulkBar() {
  const picked = useFrameList((s) => s.picked.size);
  const readOnly = useSession((s) => s.project?.readOnly ?? null);
  if (picked < 2) return null;
  return (
    <div className="bulk-bar" role="toolbar" aria-label="The picked frames">
      <span className="grow" role="status">
        <b>{whole(picked)}</b> picked
      </span>
      {readOnly === null && (
        <>
          <Button small icon label="Mark them reviewed" keys={keysOf('picked.reviewed')} onClick={() => markPicked('reviewed')}>
            <Check size={14} />
          </Button>
          <Button small icon label="Flag them" keys={keysOf('picked.flag')} onClick={() => markPicked('flag')}>
            <Flag size={13} />
          </Button>
          <Menu entries={bulkEntries()} align="end">
            <Button small icon label="More to do to them">
              <Ellipsis size={14} />
            </Button>
          </Menu>
        </>
      )}
      <Button small icon look="plain" label="Pick none" keys="Esc" onClick={pickNone}>
        <X size={14} />
      </Button>
    </div>
  );
}
