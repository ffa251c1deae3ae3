// What the program remembers of itself between launches: recent projects, preferences, the window's place, folders last chosen.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { RecentProject } from '../../shared/contract/project';
import { WindowPlace } from '../window/bounds';
import { JsonFile } from './jsonFile';

const Recent = z.array(z.object({ folder: z.string(), name: z.string(), openedAt: z.number() }));
const Preferences = z.record(z.string(), z.unknown());
/** As the window keeps them in its preferences. */
const Keys = z.record(z.string(), z.array(z.string()));
const Place = z.object({
  window: WindowPlace.nullable().default(null),
  menuBar: z.boolean().default(false),
  /** Where a dialog begins, by its kind. */
  folders: z.record(z.string(), z.string()).default({}),
});

const KEPT = 12;
const PREFERENCES_LIMIT = 1_000_000;

export class Memory {
  private readonly recents: JsonFile<z.infer<typeof Recent>>;
  private readonly wishes: JsonFile<Record<string, unknown>>;
  private readonly places: JsonFile<z.infer<typeof Place>>;
  /** Called when the list of recent projects changed. */
  onRecent: () => void = () => undefined;
  /** Called when keys were bound anew. */
  onKeys: () => void = () => undefined;

  /** `folder`: the user's data folder; made when something is first written. */
  constructor(folder: string) {
    this.recents = new JsonFile(join(folder, 'recent.json'), Recent, []);
    this.wishes = new JsonFile(join(folder, 'preferences.json'), Preferences, {});
    this.places = new JsonFile(join(folder, 'window.json'), Place as z.ZodType<z.infer<typeof Place>>, Place.parse({}));
  }

  /** Newest first. */
  recent(): RecentProject[] {
    return this.recents
      .get()
      .map((entry) => ({ id: idOf(entry.folder), ...entry, missing: !existsSync(join(entry.folder, 'project.db')) }));
  }

  folderOf(id: string): string | null {
    return this.recents.get().find((entry) => idOf(entry.folder) === id)?.folder ?? null;
  }

  opened(folder: string, now = Date.now()): void {
    const others = this.recents.get().filter((entry) => entry.folder !== folder);
    const name = basename(folder).replace(/\.roadbrush$/, '');
    this.recents.set([{ folder, name, openedAt: now }, ...others].slice(0, KEPT));
    this.onRecent();
  }

  get preferences(): Record<string, unknown> {
    return this.wishes.get();
  }

  /** Merged by key; a key set to null is forgotten. False when it would grow beyond all reason. */
  prefer(values: Record<string, unknown>): boolean {
    const merged = { ...this.wishes.get(), ...values };
    const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null && value !== undefined));
    if (JSON.stringify(kept).length > PREFERENCES_LIMIT) return false;
    this.wishes.set(kept);
    if ('keys' in values) this.onKeys();
    return true;
  }

  /** The chords of a command that the person bound anew; undefined where the usual ones hold. */
  keysOf(command: string): readonly string[] | undefined {
    const keys = Keys.safeParse(this.preferences['keys']);
    return keys.success ? keys.data[command] : undefined;
  }

  get window(): z.infer<typeof Place> {
    return this.places.get();
  }

  rememberWindow(values: Partial<z.infer<typeof Place>>): void {
    this.places.set({ ...this.places.get(), ...values });
  }
}

/** The renderer names a recent project by this, never by its folder. */
const idOf = (folder: string): string => createHash('sha256').update(folder).digest('hex').slice(0, 16);
