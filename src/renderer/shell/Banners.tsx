// What must be known as long as it is so: a project that can only be read.
import { Lock } from 'lucide-react';
import { useSession } from '../state/session';

export function Banners() {
  const readOnly = useSession((s) => s.project?.readOnly ?? null);
  return (
    <div>
      {readOnly !== null && (
        <div className="banner" role="status">
          <Lock size={14} />
          <span className="grow selectable">This project can only be looked at: {readOnly}</span>
        </div>
      )}
    </div>
  );
}
