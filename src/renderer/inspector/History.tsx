// What was done to this mask, newest first.
import { useEffect, useState } from 'react';
import type { FrameId, MaskVersionSummary } from '../../shared/domain';
import type { Failure } from '../../shared/result';
import { studio } from '../api';
import { ago, count, whole } from '../format';
import { useNow } from '../state/now';
import { useFrame } from '../state/session';
import { Button } from '../ui/Button';
import { FailureBox } from '../ui/Said';
import { historyLines } from './history';
import { Section } from './Section';

const FIRST = 12;

export function History({ frame }: { frame: FrameId }) {
  const mask = useFrame(frame)?.mask ?? null;
  const [got, setGot] = useState<{ frame: FrameId; versions: readonly MaskVersionSummary[] }>();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [all, setAll] = useState(false);
  const now = useNow();
  useEffect(() => {
    let current = true;
    // A quick walk through frames asks for none of their histories.
    const timer = setTimeout(() => {
      void studio.masks.history({ frame }).then((answer) => {
        if (!current) return;
        setFailure(answer.ok ? null : answer.error);
        if (answer.ok) setGot({ frame, versions: [...answer.value].sort((a, b) => b.id - a.id) });
      });
    }, 80);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [frame, mask]);

  const lines = got?.frame === frame ? historyLines(got.versions) : [];
  return (
    <Section title="History of this mask" side={lines.length > 0 ? count(got?.versions.length ?? 0, 'version') : undefined}>
      {failure && <FailureBox failure={failure} />}
      {got?.frame === frame && lines.length === 0 && <p className="dim">No mask yet: the first stroke begins its history.</p>}
      <ol className="history">
        {lines.slice(0, all ? undefined : FIRST).map((line) => (
          <li key={line.id} title={`${new Date(line.at).toLocaleString('en-GB')} · ${count(line.changed, 'pixel')} changed`}>
            <i className={`dot ${line.author}`} />
            <b>{line.who}</b>
            <span className="cut">{line.what}</span>
            <time dateTime={new Date(line.at).toISOString()}>{ago(line.at, now)}</time>
          </li>
        ))}
      </ol>
      {!all && lines.length > FIRST && (
        <Button small look="plain" onClick={() => setAll(true)}>
          {whole(lines.length - FIRST)} more
        </Button>
      )}
    </Section>
  );
}
