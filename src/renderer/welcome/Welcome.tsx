// No project is open: four ways to begin, and the projects one had open before.
import { FolderOpen, FolderPlus, Route, type LucideIcon } from 'lucide-react';
import mark from '../../../resources/icon.svg';
import { runCommand } from '../commands';
import { ago, timeLeft } from '../format';
import { openRecent } from '../shell/project';
import { studio } from '../api';
import { told } from '../state/notices';
import { useNow } from '../state/now';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { Progress } from '../ui/Progress';
import './welcome.css';

function Way({ icon: Icon, title, command, children }: { icon: LucideIcon; title: string; command: string; children: string }) {
  const busy = useSession((s) => s.jobs.some((job) => job.kind === 'sample' && job.state === 'running'));
  const keys = keysOf(command);
  return (
    <button type="button" className="way-in" disabled={busy} onClick={() => runCommand(command)}>
      <Icon size={20} strokeWidth={1.5} aria-hidden />
      <span className="grow">
        <b>{title}</b>
        <span className="dim">{children}</span>
      </span>
      {keys && <kbd>{keys}</kbd>}
    </button>
  );
}

function Sample() {
  const job = useSession((s) => s.jobs.find((one) => one.kind === 'sample' && one.state === 'running'));
  if (!job) {
    return (
      <Way icon={Route} title="Open the sample project" command="project.sample">
        A generated drive of 60 frames with masks, a few of them wrong. Made in seconds.
      </Way>
    );
  }
  return (
    <div className="way-in making" role="status">
      <Route size={20} strokeWidth={1.5} aria-hidden />
      <span className="grow">
        <b>{job.title}</b>
        <Progress label={job.title} done={job.done} total={job.total} />
        <span className="dim">
          {[job.total > 0 ? `${job.done} of ${job.total} frames` : 'getting ready', timeLeft(job.secondsLeft)].filter(Boolean).join(' · ')}
        </span>
      </span>
      <Button small onClick={() => void told(studio.app.cancelJob({ job: job.id }))}>
        Cancel
      </Button>
    </div>
  );
}

function Recent() {
  const recent = useSession((s) => s.recent);
  const now = useNow();
  return (
    <section className="recent">
      <h2>Recent projects</h2>
      {recent.length === 0 ? (
        <p className="dim">Projects that you open are listed here.</p>
      ) : (
        <ul>
          {recent.map((one) => (
            <li key={one.id}>
              <button type="button" disabled={one.missing} onClick={() => void openRecent(one.id)} title={one.folder}>
                <b className="cut">{one.name}</b>
                <time className="dim">{one.missing ? 'not found' : ago(one.openedAt, now)}</time>
                <span className="dim cut">{one.folder}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function Welcome() {
  return (
    <main className="welcome">
      <div className="sheet-of-two">
        <section>
          <img className="mark" src={mark} alt="" />
          <h1>Roadbrush</h1>
          <p className="lead">
            Correct road masks, train a U-Net or U-Net++ on them, scrub through what it predicts, export the video. Offline, on this
            machine.
          </p>
          <div className="ways-in">
            <Sample />
            <Way icon={FolderPlus} title="New project…" command="project.new">
              Then import a KITTI training folder or any folder of frames.
            </Way>
            <Way icon={FolderOpen} title="Open project…" command="project.open">
              A folder that ends in .roadbrush.
            </Way>
          </div>
        </section>
        <Recent />
      </div>
    </main>
  );
}
