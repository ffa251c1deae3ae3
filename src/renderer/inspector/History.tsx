// Every version of this mask, newest first: strokes in a row are one line that opens; one or two can be chosen, compared, put back, named.
import { startTransition, useEffect, useState } from 'react';
import type { FrameId, MaskVersionSummary, VersionId } from '../../shared/domain';
import type { Failure } from '../../shared/result';
import { studio } from '../api';
import { count, whole } from '../format';
import { useNow } from '../state/now';
import { useFrame, useSession } from '../state/session';
import { useShell } from '../state/shell';
import { Button } from '../ui/Button';
import { FailureBox } from '../ui/Said';
import { historyLines, lineOf } from './history';
import { Section } from './Section';
import { comparePair, compareWithNow, restore, startNaming } from './versionActions';
import { VersionRow } from './VersionRow';

const FIRST = 8;
const MORE = 40;

export function History({ frame }: { frame: FrameId }) {
  const { versions, failure } = useVersions(frame);
  const [limit, setLimit] = useState(FIRST);
  const [open, setOpen] = useState<ReadonlySet<VersionId>>(new Set());
  const [chosen, setChosen] = useState<readonly VersionId[]>([]);
  const [forFrame, setForFrame] = useState(frame);
  if (forFrame !== frame) {
    setForFrame(frame);
    setLimit(FIRST);
    setOpen(new Set());
    setChosen([]);
  }
  const shown = useFrame(frame);
  const mayPaint = useSession((s) => s.project?.readOnly ?? null) === null;
  const now = useNow();
  const lines = historyLines(versions ?? []);
  const newest = versions?.[0]?.id;
  const choose = (id: VersionId, add: boolean): void =>
    setChosen((before) =>
      !add
        ? before.length === 1 && before[0] === id
          ? []
          : [id]
        : before.includes(id)
          ? before.filter((one) => one !== id)
          : [...before.slice(-1), id],
    );
  const row = (version: MaskVersionSummary, line = lineOf(version), group: boolean | null = null, inGroup = false) => (
    <VersionRow
      key={`${version.id}${inGroup ? ' inside' : ''}`}
      {...{ line, version, now, mayPaint, inGroup, open: group }}
      newest={version.id === newest}
      aspect={(shown?.width ?? 3) / (shown?.height ?? 1)}
      chosen={chosen.includes(version.id)}
      choose={(add) => choose(version.id, add)}
      toggle={() =>
        setOpen((before) => new Set(group ? [...before].filter((id) => id !== last(line.members).id) : [...before, last(line.members).id]))
      }
    />
  );
  return (
    <Section title="History of this mask" id="history" side={lines.length > 0 ? count(versions?.length ?? 0, 'version') : undefined}>
      {failure && <FailureBox failure={failure} />}
      {versions?.length === 0 && <p className="dim">No mask yet: the first stroke begins its history.</p>}
      {lines.length > 0 && (
        <Chosen
          versions={(versions ?? []).filter(({ id }) => chosen.includes(id))}
          newest={newest}
          mayPaint={mayPaint}
          clear={() => setChosen([])}
        />
      )}
      <ol
        className="versions"
        role="listbox"
        aria-label="Versions of this mask"
        aria-multiselectable="true"
        tabIndex={0}
        onKeyDown={(event) =>
          onKey(
            event,
            lines.map((line) => line.id),
            chosen,
            setChosen,
            versions ?? [],
          )
        }
      >
        {lines.slice(0, limit).flatMap((line) => {
          const isOpen = line.members.length > 1 ? open.has(last(line.members).id) : null;
          return [
            row(line.members[0]!, line, isOpen),
            ...(isOpen ? line.members.slice(1, 1 + MORE).map((version) => row(version, undefined, null, true)) : []),
          ];
        })}
      </ol>
      {lines.length > limit && (
        <Button small look="plain" onClick={() => setLimit(limit + MORE)}>
          {whole(lines.length - limit)} more
        </Button>
      )}
    </Section>
  );
}

const last = <T,>(list: readonly T[]): T => list[list.length - 1]!;

/** What can be done with the one or two versions that are chosen. */
function Chosen({
  versions,
  newest,
  mayPaint,
  clear,
}: {
  versions: readonly MaskVersionSummary[];
  newest: VersionId | undefined;
  mayPaint: boolean;
  clear(): void;
}) {
  const [one, two] = versions;
  if (!one) return <p className="dim hint">Choose a version to compare or restore it; Ctrl+click a second to compare the two.</p>;
  if (two)
    return (
      <div className="version-actions">
        <Button small onClick={() => comparePair(one, two)}>
          Compare the two
        </Button>
        <Button small look="plain" onClick={clear}>
          Choose none
        </Button>
      </div>
    );
  const isNewest = one.id === newest;
  return (
    <div className="version-actions">
      <Button small disabled={isNewest} keys="⏎" tip="Compare with the mask as it is now" onClick={() => compareWithNow(one)}>
        Compare
      </Button>
      <Button
        small
        disabled={isNewest || !mayPaint}
        keys="R"
        tip="Make the mask as it was then; can be undone"
        onClick={() => void restore(one)}
      >
        Restore
      </Button>
      <Button small disabled={!mayPaint} keys="F2" tip="So that it is found again" onClick={() => startNaming(one)}>
        {one.name === null ? 'Name…' : 'Rename…'}
      </Button>
    </div>
  );
}

/** Up and down choose, Enter compares, R restores, F2 names. */
function onKey(
  event: React.KeyboardEvent,
  ids: readonly VersionId[],
  chosen: readonly VersionId[],
  choose: (ids: readonly VersionId[]) => void,
  versions: readonly MaskVersionSummary[],
): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const [first, second] = versions.filter(({ id }) => chosen.includes(id));
  if (step !== undefined) {
    const at = ids.indexOf(chosen.at(-1)!);
    const next = ids[Math.min(ids.length - 1, Math.max(0, at + step))];
    if (next !== undefined) choose(event.shiftKey && chosen.length > 0 ? [chosen[0]!, next] : [next]);
  } else if (event.key === 'Enter' && first && second) comparePair(first, second);
  else if (event.key === 'Enter' && first) compareWithNow(first);
  else if (event.key.toLowerCase() === 'r' && first && !second && !event.ctrlKey) void restore(first);
  else if (event.key === 'F2' && first && !second) startNaming(first);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Undefined while they are on their way. */
function useVersions(frame: FrameId): { versions: readonly MaskVersionSummary[] | undefined; failure: Failure | null } {
  const mask = useFrame(frame)?.mask ?? null;
  const names = useShell((s) => s.namesChanged);
  const [got, setGot] = useState<{ frame: FrameId; versions: readonly MaskVersionSummary[] }>();
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let current = true;
    // A quick walk through frames asks for none of their histories.
    const timer = setTimeout(() => {
      void studio.masks.history({ frame }).then((answer) => {
        if (!current) return;
        // A long list is drawn in pieces: a stroke may have begun meanwhile.
        startTransition(() => {
          setFailure(answer.ok ? null : answer.error);
          if (answer.ok) setGot({ frame, versions: [...answer.value].sort((a, b) => b.id - a.id) });
        });
      });
    }, 80);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [frame, mask, names]);
  return { versions: got?.frame === frame ? got.versions : undefined, failure };
}
