// One line of a mask's history: its small picture, who made it, what it did, when; its group opens.
import { Bookmark, ChevronDown, ChevronRight } from 'lucide-react';
import type { MaskVersionSummary } from '../../shared/domain';
import { versionTitle } from '../../shared/mask/versionWords';
import { ago, count } from '../format';
import { ContextMenu, type MenuEntry } from '../ui/Menu';
import type { HistoryLine } from './history';
import { compareWithNow, restore, startNaming } from './versionActions';
import { VersionThumbnail } from './VersionThumbnail';

export interface RowProps {
  line: HistoryLine;
  version: MaskVersionSummary;
  newest: boolean;
  aspect: number;
  now: number;
  chosen: boolean;
  inGroup: boolean;
  /** Null: it is no group. */
  open: boolean | null;
  mayPaint: boolean;
  choose(add: boolean): void;
  toggle(): void;
}

export const entriesOf = (version: MaskVersionSummary, newest: boolean, mayPaint: boolean): MenuEntry[] => [
  { label: versionTitle(version) },
  { title: 'Compare with the mask of now', run: () => compareWithNow(version), disabled: newest },
  { title: 'Restore', run: () => void restore(version), disabled: newest || !mayPaint },
  'line',
  { title: version.name === null ? 'Name…' : 'Rename…', run: () => startNaming(version), disabled: !mayPaint },
];

export function VersionRow({ line, version, newest, aspect, now, chosen, inGroup, open, mayPaint, choose, toggle }: RowProps) {
  const seen = version.runs.length > 0 ? `seen by ${version.runs.join(', ')}` : '';
  const Chevron = open ? ChevronDown : ChevronRight;
  const classes = ['version', chosen && 'chosen', version.name !== null && 'named', inGroup && 'inside'].filter(Boolean).join(' ');
  return (
    <ContextMenu entries={() => entriesOf(version, newest, mayPaint)}>
      <li
        className={classes}
        role="option"
        aria-selected={chosen}
        data-version={version.id}
        title={`${new Date(line.at).toLocaleString('en-GB')} · ${count(line.changed, 'pixel')} changed${seen ? ` · ${seen}` : ''}`}
        onClick={(event) => choose(event.ctrlKey || event.metaKey)}
        onDoubleClick={() => !newest && compareWithNow(version)}
      >
        <VersionThumbnail version={version.id} aspect={aspect} />
        <div className="about">
          <span className="line">
            {version.name === null ? (
              <>
                <i className={`dot ${line.author}`} />
                <b>{line.who}</b>
              </>
            ) : (
              <>
                <Bookmark size={12} />
                <b className="cut">{version.name}</b>
              </>
            )}
            <time dateTime={new Date(line.at).toISOString()}>{ago(line.at, now)}</time>
          </span>
          <span className="line dim">
            <span className="cut">{line.what}</span>
            {newest && <em>current</em>}
            {seen && <em className="seen cut">{seen}</em>}
          </span>
        </div>
        {open !== null && (
          <button
            type="button"
            className="button plain icon small"
            aria-label={open ? 'Close the group' : `Show all ${line.versions}`}
            aria-expanded={open}
            onClick={(event) => {
              event.stopPropagation();
              toggle();
            }}
          >
            <Chevron size={14} />
          </button>
        )}
      </li>
    </ContextMenu>
  );
}
