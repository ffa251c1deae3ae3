// A small JSON file in the user's data folder: read leniently, written whole or not at all.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

export class JsonFile<T> {
  private value: T;

  /** A missing, damaged or outdated file counts as `empty`: nothing in it is worth refusing to start for. */
  constructor(
    private readonly path: string,
    schema: z.ZodType<T>,
    empty: T,
  ) {
    this.value = read(path, schema) ?? empty;
  }

  get(): T {
    return this.value;
  }

  set(value: T): void {
    this.value = value;
    mkdirSync(dirname(this.path), { recursive: true });
    const draft = `${this.path}.${process.pid}.tmp`;
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
    renameSync(draft, this.path);
  }
}

function read<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
