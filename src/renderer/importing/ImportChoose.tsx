// What was chosen for import: its format, what would come in, where the pictures stay, and whether the project gets its classes.
import { ChevronDown, FileText, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { ImportSource } from '../../shared/contract/frames';
import { formatWords } from '../../shared/labels/formats';
import { closeDialog } from '../state/shell';
import { Button } from '../ui/Button';
import { Check } from '../ui/Check';
import { Dialog } from '../ui/Dialog';
import { Menu } from '../ui/Menu';
import { Said } from '../ui/Said';
import { chooseImport, readAs, startImport } from './actions';
import { classList, foundLines, importTitle } from './found';
import { RemarkList } from './RemarkList';

const WAYS = [
  {
    value: false,
    title: 'Leave the pictures where they are',
    said: 'Quick and small. The project needs the folder to stay where it is.',
  },
  { value: true, title: 'Copy them into the project', said: 'The project can be moved and kept by itself.' },
] as const;

function Format({ source }: { source: ImportSource }) {
  const words = formatWords(source.format);
  return (
    <div className="import-format">
      {source.formats.length < 2 ? (
        <span className="only">{words.title}</span>
      ) : (
        <Menu
          entries={source.formats.map((name) => ({
            title: formatWords(name).title,
            side: formatWords(name).about.split(':')[0],
            checked: name === source.format,
            run: () => void readAs(name),
          }))}
        >
          <Button aria-label={`Format: ${words.title}`} title="Read it as another format">
            {words.title}
            <ChevronDown size={14} />
          </Button>
        </Menu>
      )}
      <span className="dim">{words.about}</span>
    </div>
  );
}

function Classes({ source, checked, onChange }: { source: ImportSource; checked: boolean; onChange(checked: boolean): void }) {
  if (!formatWords(source.format).manyClasses) return null;
  return (
    <div className="import-classes">
      <Check checked={checked} onChange={onChange}>
        Add classes that the project lacks
        <span className="dim">
          {source.classes.length > 0
            ? `Its classes: ${classList(source.classes)}.`
            : 'Cityscapes’ names and colours where the ids are its. Without them the labels stay in the masks, unseen.'}
        </span>
      </Check>
    </div>
  );
}

export function ImportChoose({ source }: { source: ImportSource }) {
  const [copy, setCopy] = useState(false);
  const [classes, setClasses] = useState<boolean | null>(null);
  const [busy, setBusy] = useState(false);
  const title = importTitle(source);
  const lines = foundLines(source);
  const Icon = /\.(json|xml|zip|ya?ml)$/i.test(source.folder) ? FileText : FolderOpen;
  return (
    <Dialog
      title="Import"
      width={520}
      onClose={closeDialog}
      footer={
        <>
          <Button look="plain" onClick={() => void chooseImport()}>
            Another folder…
          </Button>
          <Button look="plain" onClick={() => void chooseImport('file')}>
            A file…
          </Button>
          <span className="grow" />
          <Button
            look="primary"
            autoFocus
            disabled={title === null || busy}
            onClick={() => {
              setBusy(true);
              void startImport(copy, classes ?? source.addsClasses).finally(() => setBusy(false));
            }}
          >
            {title ?? 'Nothing to import'}
          </Button>
        </>
      }
    >
      <div className="import-source">
        <Icon size={20} strokeWidth={1.5} />
        <p className="grow cut selectable" title={source.folder}>
          {source.folder}
        </p>
      </div>
      <Format source={source} />
      {lines.length === 0 ? (
        <Said tone="warn">Nothing in it can be imported.</Said>
      ) : (
        <ul className="found" aria-label="What would come in">
          {lines.map(({ number, words, said }) => (
            <li key={words}>
              <b>{number}</b>
              <span>
                {words} <span className="dim">{said}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {source.problemCount > 0 && (
        <RemarkList label="Files that are left out" remarks={source.problems} more={source.problemCount - source.problems.length} />
      )}
      {source.newFrames > 0 && (
        <div className="ways" role="radiogroup" aria-label="Where the pictures stay">
          {WAYS.map((way) => (
            <button
              key={way.title}
              type="button"
              role="radio"
              className="way"
              aria-checked={copy === way.value}
              onClick={() => setCopy(way.value)}
            >
              <i className="radio" />
              <span>
                {way.title}
                <span className="dim">{way.said}</span>
              </span>
            </button>
          ))}
        </div>
      )}
      <Classes source={source} checked={classes ?? source.addsClasses} onChange={setClasses} />
    </Dialog>
  );
}
