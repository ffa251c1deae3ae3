// Why the chosen run did not end well, in full, and the way on.
import { useRun, useSession } from '../state/session';
import { Button } from '../ui/Button';
import { copyText } from '../ui/copy';
import { Said } from '../ui/Said';
import { canResume, isActive, resumeRun, useTraining } from './state';

export function EndNote() {
  const run = useRun(useTraining((s) => s.selected));
  const busy = useSession((s) => s.runs.some(isActive));
  if (!run || (run.state !== 'failed' && run.state !== 'interrupted')) return null;
  const failed = run.state === 'failed';
  return (
    <Said
      tone={failed ? 'bad' : 'warn'}
      actions={
        <>
          <Button small disabled={busy || !canResume(run)} onClick={() => void resumeRun(run.id)}>
            {failed ? 'Try again from the last checkpoint' : 'Resume from the last checkpoint'}
          </Button>
          <Button small onClick={() => copyText(`${run.name}: ${run.reason}\n${JSON.stringify(run.config)}`)}>
            Copy details
          </Button>
        </>
      }
    >
      <span className="selectable">
        {run.name} {failed ? 'failed' : 'was interrupted'}
        {run.reason ? `: ${run.reason}` : '.'}
      </span>
    </Said>
  );
}
