// A part of a side panel, with its heading and what stands at the heading's right.
import type { ReactNode } from 'react';

export function Section({ title, side, children }: { title: string; side?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <h4>
        {title}
        {side !== undefined && <span className="side">{side}</span>}
      </h4>
      {children}
    </section>
  );
}
