// Names for files that are written one a frame.

// eslint-disable-next-line no-control-regex -- they are what must go
const NOT_IN_NAMES = /[\u0000-\u001f<>:"/\\|?*]/g;

/** One file's name a frame, without extension, whatever its own name holds: characters that some file system refuses become '_', a name that is taken gets a number. */
export function fileStems(frames: readonly { readonly name: string }[]): string[] {
  const taken = new Set<string>();
  return frames.map(({ name }) => {
    const safe =
      name
        .replace(/\.png$/i, '')
        .replace(NOT_IN_NAMES, '_')
        .replace(/^\.+|[. ]+$/g, '_')
        .slice(0, 200) || '_';
    let free = safe;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${safe}-${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
