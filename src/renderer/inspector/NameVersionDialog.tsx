// A mask version gets a name, so that it is found again.
import { useEffect, useState } from 'react';
import type { FrameId, VersionId } from '../../shared/domain';
import { studio } from '../api';
import { useFrame } from '../state/session';
import { useShell } from '../state/shell';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { nameVersion } from './versionActions';

export function NameVersionDialog({ frame, version, now }: { frame: FrameId; version: VersionId; now: boolean }) {
  const shown = useFrame(frame);
  const [name, setName] = useState('');
  const [before, setBefore] = useState<string | null>(null);
  useEffect(() => {
    void studio.masks.history({ frame }).then((answer) => {
      const had = answer.ok ? (answer.value.find(({ id }) => id === version)?.name ?? null) : null;
      setBefore(had);
      if (had !== null) setName((typed) => typed || had);
    });
  }, [frame, version]);
  const wanted = name.trim();
  return (
    <Dialog
      title={now ? `Name this mask of ${shown?.name ?? 'the frame'}` : before === null ? 'Name this version' : 'Rename this version'}
      width={400}
      onClose={() => useShell.setState({ naming: null })}
      footer={
        <>
          {before !== null && (
            <Button look="plain" onClick={() => void nameVersion(version, null, false)}>
              Take the name away
            </Button>
          )}
          <span className="grow" />
          <Button look="primary" disabled={wanted === ''} onClick={() => void nameVersion(version, wanted, now)}>
            Keep <kbd>⏎</kbd>
          </Button>
        </>
      }
    >
      <div className="input">
        <input
          type="text"
          aria-label="Name"
          placeholder="before the kerb was cut"
          value={name}
          maxLength={80}
          autoFocus
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && wanted !== '') void nameVersion(version, wanted, now);
          }}
        />
      </div>
    </Dialog>
  );
}
