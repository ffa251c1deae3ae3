// Boxes that say something: that a view is empty and what to do next, or that something went wrong and how to mend it.
import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Failure } from '../../shared/result';
import { copyText } from './copy';
import { Button } from './Button';

export function Empty({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty">
      {Icon && <Icon size={24} strokeWidth={1.5} aria-hidden />}
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {actions && <div className="actions">{actions}</div>}
    </div>
  );
}

const ICONS = { info: Info, warn: TriangleAlert, bad: CircleAlert } as const;

export function Said({ tone = 'info', children, actions }: { tone?: 'info' | 'warn' | 'bad'; children: ReactNode; actions?: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <div className={`said-box ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <div className="words">
        {children}
        {actions && <div className="actions">{actions}</div>}
      </div>
    </div>
  );
}

/** A failure in full: what happened, what to do, and its details for the clipboard. */
export function FailureBox({ failure, actions }: { failure: Failure; actions?: ReactNode }) {
  return (
    <Said
      tone="bad"
      actions={
        <>
          {actions}
          <Button small onClick={() => copyText(failureDetails(failure))}>
            Copy details
          </Button>
        </>
      }
    >
      <div className="selectable">{failure.message}</div>
      {failure.hint && <div className="selectable dim">{failure.hint}</div>}
    </Said>
  );
}

export const failureDetails = ({ code, message, hint }: Failure): string => [message, hint, `(${code})`].filter(Boolean).join('\n');
