// Names for files that are written one a frame.

// eslint-disable-next-line no-control-regex -- they are what must go
const NOT_IN_NAMES = /[\u0000-\u001f<>:"/\\|?*]/g;

/** One file's name a frame, without extension, whatever its own name holds: characters that some file system refuses become '_', a name that is taken gets a number. */
export function fileStems(frames: readonly { readonly name: string }[]): string[] {
  const taken = new Set<string>();
  return frames.map(({ name }) => {
    const safe =
      cut(
        name
          .replace(/\.png$/i, '')
          .replace(NOT_IN_NAMES, '_')
          .replace(/^\.+|[. ]+$/g, '_'),
      ) || '_';
    let free = safe;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${safe}-${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

/** File systems count 255 bytes of UTF-8 a name; formats put words and an extension behind it. */
const MOST_BYTES = 200;

function cut(name: string): string {
  let [kept, bytes] = ['', 0];
  for (const character of name) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes > MOST_BYTES) break;
    kept += character;
  }
  return kept;
}
