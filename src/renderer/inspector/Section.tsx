// A part of a side panel, with its heading and what stands at the heading's right. With an id it folds away at a click on the heading, and stays so.
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { prefer, usePreferences, type SectionId } from '../state/preferences';

export interface SectionProps {
  title: string;
  /** Without it the section cannot be folded. */
  id?: SectionId;
  side?: ReactNode;
  /** Stands at the right instead while folded: the one thing to know of what is out of sight. */
  folded?: ReactNode;
  /** Something in it waits for a word: it is open whatever was chosen. */
  held?: boolean;
  children: ReactNode;
}

export function Section({ title, id, side, folded = side, held = false, children }: SectionProps) {
  const closed = usePreferences((s) => id !== undefined && s.folded.includes(id)) && !held;
  const body = useId();
  const shown = closed ? folded : side;
  const Chevron = closed ? ChevronRight : ChevronDown;
  return (
    <section className="section">
      <h4>
        {id === undefined ? (
          title
        ) : (
          <button type="button" className="fold" aria-expanded={!closed} aria-controls={body} onClick={() => fold(id, !closed)}>
            {title}
            <Chevron size={12} aria-hidden />
          </button>
        )}
        {shown !== undefined && <span className="side">{shown}</span>}
      </h4>
      {!closed && <div id={body}>{children}</div>}
    </section>
  );
}

function fold(id: SectionId, away: boolean): void {
  const rest = usePreferences.getState().folded.filter((one) => one !== id);
  prefer({ folded: away ? [...rest, id] : rest });
}
