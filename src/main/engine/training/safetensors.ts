// The safetensors format (huggingface.co/docs/safetensors): 8 bytes of header length, a JSON header, float32 data. Other programs read it too.
import { createHash } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { refuse } from '../../../shared/result';

export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
export interface WrittenFile {
  readonly file: string;
  /** Hex, of the whole file. */
  readonly sha256: string;
  readonly bytes: number;
}

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}
const MAX_HEADER = 100_000_000;

/** Written beside `file` under another name, flushed to the disk and renamed: there is never half a file. */
export async function writeSafetensors(
  file: string,
  tensors: readonly NamedArray[],
  metadata: Readonly<Record<string, string>>,
): Promise<WrittenFile> {
  let end = 0;
  const entries = tensors.map(({ name, shape, data }): [string, Entry] => [
    name,
    { dtype: 'F32', shape: [...shape], data_offsets: [end, (end += data.byteLength)] },
  ]);
  // Not by assignment: a tensor called __proto__ is one like any other.
  const json = Buffer.from(JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries])));
  // Padded with spaces, so that the data begins at a multiple of 8.
  const start = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  start.writeBigUInt64LE(BigInt(start.length - 8));
  json.copy(start, 8);

  const temporary = `${file}.writing`;
  const hash = createHash('sha256');
  try {
    const handle = await open(temporary, 'w');
    try {
      for (const bytes of [start, ...tensors.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))]) {
        hash.update(bytes);
        await handle.writeFile(bytes);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(temporary, { force: true });
    return refuse(
      'unwritable',
      `The checkpoint ${file} could not be written: ${(error as Error).message}.`,
      'Free some disk space, then resume the run.',
    );
  }
  return { file, sha256: hash.digest('hex'), bytes: start.length + end };
}

/** So that the new name survives a power cut; folders cannot be opened on Windows, which needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

export interface ReadFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, NamedArray>;
}

/** The tensors whose names `wanted` accepts, which learns whether the file has another one. Fails with 'unreadable' (not there) or 'damaged'. */
export async function readSafetensors(
  file: string,
  wanted: (name: string, has: (other: string) => boolean) => boolean = () => true,
): Promise<ReadFile> {
  const handle = await open(file, 'r').catch((error: Error) =>
    refuse('unreadable', `The checkpoint ${file} cannot be read: ${error.message}.`, 'Choose another epoch, or train again.'),
  );
  try {
    const { header, dataStart } = await readHeader(handle, file);
    const { __metadata__: metadata = {}, ...entries } = header;
    const tensors = new Map<string, NamedArray>();
    for (const [name, { dtype, shape, data_offsets }] of Object.entries(entries as Record<string, Entry>)) {
      if (!wanted(name, (other) => Object.hasOwn(entries, other))) continue;
      const [from, to] = data_offsets;
      const size = shape.reduce((product, side) => product * side, 1);
      if (dtype !== 'F32' || to - from !== size * 4) damaged(file, `its tensor ${name} is not what it claims`);
      const data = new Float32Array(size);
      await fill(handle, file, new Uint8Array(data.buffer), dataStart + from);
      tensors.set(name, { name, shape, data });
    }
    return { metadata: metadata as Record<string, string>, tensors };
  } finally {
    await handle.close();
  }
}

async function readHeader(handle: FileHandle, file: string): Promise<{ header: Record<string, unknown>; dataStart: number }> {
  const length = Buffer.alloc(8);
  await fill(handle, file, length, 0);
  const size = Number(length.readBigUInt64LE());
  if (size > MAX_HEADER) damaged(file, 'its header has no sensible length');
  const json = Buffer.alloc(size);
  await fill(handle, file, json, 8);
  try {
    return { header: JSON.parse(json.toString('utf8')) as Record<string, unknown>, dataStart: 8 + size };
  } catch {
    return damaged(file, 'its header is not JSON');
  }
}

async function fill(handle: FileHandle, file: string, into: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < into.length;) {
    const { bytesRead } = await handle.read(into, at, into.length - at, position + at);
    if (bytesRead === 0) damaged(file, 'it ends too early');
    at += bytesRead;
  }
}

const damaged = (file: string, what: string): never =>
  refuse('damaged', `The checkpoint ${file} is damaged: ${what}.`, 'Resume from another epoch, or train again.');
