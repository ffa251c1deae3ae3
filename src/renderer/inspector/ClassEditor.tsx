// The project's classes, one a line: name, colour, digit; more of them, fewer of them, Cityscapes' own.
import { ListPlus, Plus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LabelClass } from '../../shared/domain';
import { isBuiltIn, withClass } from '../../shared/labels/palette';
import type { Failure } from '../../shared/result';
import { Button } from '../ui/Button';
import { Menu } from '../ui/Menu';
import { addCityscapes, addClass, changeClasses, moveClass, removeClass } from './classes';
import { Swatch } from './Swatch';

/** A colour is followed while it is chosen, and kept when it has been still for a moment. */
const STILL = 300;

function Colour({ of, palette }: { of: LabelClass; palette: readonly LabelClass[] }) {
  const [colour, set] = useState(of.colour);
  useEffect(() => set(of.colour), [of.colour]);
  useEffect(() => {
    if (colour === of.colour) return;
    const timer = setTimeout(() => void changeClasses(withClass(palette, of.id, { colour })), STILL);
    return () => clearTimeout(timer);
  }, [colour, of, palette]);
  if (isBuiltIn(of.id)) {
    return (
      <span className="class-colour fixed" title="Road, other and ignore keep their colours: pictures and videos tell them apart by them.">
        <Swatch of={of} />
      </span>
    );
  }
  return (
    <input
      type="color"
      className="class-colour"
      value={colour}
      aria-label={`Colour of ${of.name}`}
      title={`Colour of ${of.name}`}
      onChange={(event) => set(event.target.value)}
    />
  );
}

function ClassName({ of, palette, focus }: { of: LabelClass; palette: readonly LabelClass[]; focus: boolean }) {
  const [name, set] = useState(of.name);
  const [problem, setProblem] = useState<Failure | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => set(of.name), [of.name]);
  useEffect(() => {
    if (focus) input.current?.select();
  }, [focus]);
  const write = (text: string): void => {
    set(text);
    setProblem(null);
  };
  const keep = async (): Promise<void> => {
    if (name.trim() === of.name || name.trim() === '') return set(of.name);
    const failure = await changeClasses(withClass(palette, of.id, { name: name.trim() }), false);
    setProblem(failure);
  };
  return (
    <div className="class-name">
      <div className={problem ? 'input wrong' : 'input'}>
        <input
          ref={input}
          value={name}
          maxLength={60}
          autoFocus={focus}
          aria-label={`Name of class ${of.id}`}
          aria-invalid={problem !== null || undefined}
          spellCheck={false}
          onChange={(event) => write(event.target.value)}
          onBlur={() => void keep()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void keep();
            if (event.key === 'Escape') write(of.name);
          }}
        />
      </div>
      {problem && (
        <p className="said wrong" role="alert">
          {problem.message}
        </p>
      )}
    </div>
  );
}

function Digit({ of, palette }: { of: LabelClass; palette: readonly LabelClass[] }) {
  const give = (key: number | null): void => void changeClasses(withClass(palette, of.id, { key }));
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((key) => ({
    title: `${key}`,
    side: palette.find((one) => one.key === key && one.id !== of.id)?.name,
    checked: of.key === key,
    run: () => give(key),
  }));
  return (
    <Menu entries={[...digits, 'line', { title: 'No digit', checked: of.key === null, run: () => give(null) }]} align="end">
      <Button small icon className="class-digit" label={`Digit of ${of.name}: ${of.key ?? 'none'}`} tip={`Digit that chooses ${of.name}`}>
        {of.key ?? '–'}
      </Button>
    </Menu>
  );
}

export function ClassEditor({ palette }: { palette: readonly LabelClass[] }) {
  const [added, setAdded] = useState<number | null>(null);
  const [kept, setKept] = useState<{ id: number; failure: Failure } | null>(null);
  const remove = async (one: LabelClass): Promise<void> => {
    const failure = await removeClass(palette, one);
    setKept(failure && { id: one.id, failure });
  };
  return (
    <>
      <ul className="class-editor">
        {palette.map((one) => (
          <li key={one.id}>
            <div className="class-line">
              <Colour of={one} palette={palette} />
              <ClassName of={one} palette={palette} focus={one.id === added} />
              <span className="class-id" title="The label id in every mask; it never changes">
                {one.id}
              </span>
              <Digit of={one} palette={palette} />
              <Button
                look="plain"
                small
                icon
                label={isBuiltIn(one.id) ? `${one.name} is built in and stays` : `Remove ${one.name}`}
                disabled={isBuiltIn(one.id)}
                onClick={() => void remove(one)}
              >
                <X size={13} />
              </Button>
            </div>
            {kept?.id === one.id && (
              <div className="class-kept" role="alert">
                <p>{kept.failure.message}</p>
                <div className="acts">
                  {kept.failure.code === 'in-use' && (
                    <Menu
                      entries={[
                        { label: `Its pixels become` },
                        ...palette
                          .filter(({ id }) => id !== one.id)
                          .map((to) => ({ title: to.name, icon: <Swatch of={to} />, run: () => void moveClass(one.id, to.id) })),
                      ]}
                    >
                      <Button small>Move its pixels to…</Button>
                    </Menu>
                  )}
                  <Button small look="plain" onClick={() => setKept(null)}>
                    Keep it
                  </Button>
                </div>
              </div>
            )}
          </li>
        ))}
      </ul>
      <div className="class-acts">
        <Button small onClick={() => void addClass(palette).then(setAdded)} tip="One more class, with the next free id and digit">
          <Plus size={13} /> Add
        </Button>
        <Button
          small
          onClick={() => void addCityscapes(palette)}
          tip="The 19 classes that Cityscapes and KITTI score, with their ids and colours"
        >
          <ListPlus size={13} /> Cityscapes classes
        </Button>
      </div>
      <p className="said">Training learns road alone: to it every other class is ‘not road’, and ignore is left out.</p>
    </>
  );
}
