// Menus: one set of items for drop-down menus and for context menus.
import { Check, ChevronRight } from 'lucide-react';
import { ContextMenu as Context, DropdownMenu as Dropdown } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuItem {
  readonly title: ReactNode;
  readonly run?: () => void;
  readonly keys?: string | undefined;
  /** Dim words at the right. */
  readonly side?: ReactNode;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Given: the item is one of several to choose from. */
  readonly checked?: boolean;
  /** Given: opens another menu. */
  readonly items?: readonly MenuEntry[];
}
export type MenuEntry = MenuItem | 'line' | { readonly label: string };

type Kit = Pick<typeof Dropdown, 'Item' | 'CheckboxItem' | 'Separator' | 'Label' | 'Sub' | 'SubTrigger' | 'SubContent' | 'Portal'>;

function Entries({ kit: Kit, entries }: { kit: Kit; entries: readonly MenuEntry[] }) {
  return entries.map((entry, index) => {
    if (entry === 'line') return <Kit.Separator key={index} className="menu-line" />;
    if ('label' in entry) {
      return (
        <Kit.Label key={index} className="menu-label">
          {entry.label}
        </Kit.Label>
      );
    }
    const inside = (
      <>
        {entry.checked !== undefined && <span className="mark">{entry.checked && <Check size={14} />}</span>}
        {entry.icon}
        <span className="cut">{entry.title}</span>
        {entry.side !== undefined && <span className="side">{entry.side}</span>}
        {entry.keys && <kbd>{entry.keys}</kbd>}
      </>
    );
    if (entry.items) {
      return (
        <Kit.Sub key={index}>
          <Kit.SubTrigger className="menu-item" disabled={entry.disabled ?? false}>
            {inside}
            <ChevronRight size={14} className="onward" />
          </Kit.SubTrigger>
          <Kit.Portal>
            <Kit.SubContent className="menu" sideOffset={4} collisionPadding={8}>
              <Entries kit={Kit} entries={entry.items} />
            </Kit.SubContent>
          </Kit.Portal>
        </Kit.Sub>
      );
    }
    const className = entry.danger ? 'menu-item danger' : 'menu-item';
    return entry.checked === undefined ? (
      <Kit.Item key={index} className={className} disabled={entry.disabled ?? false} onSelect={() => entry.run?.()}>
        {inside}
      </Kit.Item>
    ) : (
      <Kit.CheckboxItem
        key={index}
        className={className}
        checked={entry.checked}
        disabled={entry.disabled ?? false}
        onSelect={() => entry.run?.()}
      >
        {inside}
      </Kit.CheckboxItem>
    );
  });
}

export interface MenuProps {
  /** The button that opens it. */
  children: ReactNode;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end' | 'center';
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ children, entries, align = 'start', onOpenChange }: MenuProps) {
  return (
    <Dropdown.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <Dropdown.Trigger asChild>{children}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>
          <Entries kit={Dropdown} entries={entries} />
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

/** The same on right-click (or the menu key); `entries` is asked for when it opens. */
export function ContextMenu({ children, entries }: { children: ReactNode; entries: () => readonly MenuEntry[] }) {
  return (
    <Context.Root modal={false}>
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <Context.Content className="menu" collisionPadding={8}>
          <LateEntries entries={entries} />
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  );
}

const LateEntries = ({ entries }: { entries: () => readonly MenuEntry[] }) => (
  <Entries kit={Context as unknown as Kit} entries={entries()} />
);
