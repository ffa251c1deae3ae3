// The notices at the window's edge. They wait while the pointer is on them.
import { Check, CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { dismiss, useNotices, type Notice } from '../state/notices';
import { usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { picturesShown, useShell } from '../state/shell';
import { Button } from '../ui/Button';
import { copyText } from '../ui/copy';
import { failureDetails } from '../ui/Said';

const ICONS = { good: Check, info: Info, warn: TriangleAlert, bad: CircleAlert } as const;

function NoticeBox({ notice }: { notice: Notice }) {
  const [held, hold] = useState(false);
  const { id, tone, message, hint, action, failure, lasts } = notice;
  useEffect(() => {
    if (held || lasts === null) return;
    const timer = setTimeout(() => dismiss(id), lasts);
    return () => clearTimeout(timer);
  }, [held, id, lasts]);
  const Icon = ICONS[tone];
  return (
    <div
      className={`notice ${tone}`}
      role={tone === 'bad' ? 'alert' : 'status'}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
    >
      <Icon size={16} aria-hidden />
      <div className="words">
        <p className="selectable">{message}</p>
        {hint && <p className="selectable">{hint}</p>}
        {(action || failure) && (
          <div className="acts">
            {action && (
              <Button
                small
                onClick={() => {
                  dismiss(id);
                  action.run();
                }}
              >
                {action.title}
              </Button>
            )}
            {failure && (
              <Button small onClick={() => copyText(failureDetails(failure))}>
                Copy details
              </Button>
            )}
          </div>
        )}
      </div>
      <Button look="plain" small icon aria-label="Dismiss" onClick={() => dismiss(id)}>
        <X size={14} />
      </Button>
    </div>
  );
}

export function Notices() {
  const notices = useNotices((s) => s.notices);
  const beside = useShell((s) => picturesShown(s.tab) && !s.panelsHidden);
  const raised = useShell((s) => picturesShown(s.tab));
  const right = usePreferences((s) => s.right);
  const project = useSession((s) => s.frameIds.length > 0);
  return (
    <div
      className={raised && project ? 'notices raised' : 'notices'}
      style={beside && project ? { right: right + 12 } : undefined}
      aria-live="polite"
    >
      {notices.map((notice) => (
        <NoticeBox key={notice.id} notice={notice} />
      ))}
    </div>
  );
}
