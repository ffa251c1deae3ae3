// Files of an import that were left out or changed, a sentence each; a long list scrolls.
import type { ImportReport } from '../../shared/contract/frames';

const MOST = 500;

export function RemarkList({ label, remarks, more = 0 }: { label: string; remarks: ImportReport['skipped']; more?: number }) {
  const hidden = more + Math.max(0, remarks.length - MOST);
  return (
    <ul className="skipped selectable" tabIndex={0} aria-label={label}>
      {remarks.slice(0, MOST).map(({ file, why }) => (
        <li key={file + why}>
          <b>{file.split(/[\\/]/).at(-1)}</b> <span className="dim">{why}</span>
        </li>
      ))}
      {hidden > 0 && <li className="dim">and {hidden} more</li>}
    </ul>
  );
}
