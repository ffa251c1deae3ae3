// A dialog above the window: Esc and a click beside it close it, focus goes back to where it was.
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { CSSProperties, ReactNode } from 'react';
import { Button } from './Button';

export interface DialogProps {
  title: string;
  /** One sentence for screen readers, and shown when `said` is set. */
  description?: string;
  width?: number;
  onClose(): void;
  /** True: Esc means something inside now, and does not close it. */
  keepsEscape?: boolean;
  footer?: ReactNode;
  children: ReactNode;
}

export function Dialog({ title, description, width = 480, onClose, keepsEscape = false, footer, children }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content
          className="dialog"
          onEscapeKeyDown={(event) => keepsEscape && event.preventDefault()}
          // What asks for the focus (autoFocus) has it already; else the dialog itself, not its first button.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          style={{ '--dialog-width': `${width}px` } as CSSProperties}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header>
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
            <Radix.Close asChild>
              <Button look="plain" icon label="Close" keys="Esc">
                <X size={16} />
              </Button>
            </Radix.Close>
          </header>
          <div className="body">
            {description && <Radix.Description className="dim">{description}</Radix.Description>}
            {children}
          </div>
          {footer && <footer>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
