// What a run is called when nobody gave it a name.

/** 'unet 1', 'unet 2' ...: one more than the highest of `names`. */
export function freshName(names: readonly string[], net: string): string {
  const numbers = names.map((name) => (name.startsWith(`${net} `) ? Number(name.slice(net.length + 1)) : 0));
  return `${net} ${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`;
}

/** `wanted`, or 'wanted 2', 'wanted 3' ... where that is taken. */
export function freeName(names: readonly string[], wanted: string): string {
  let name = wanted;
  for (let n = 2; names.includes(name); n++) name = `${wanted} ${n}`;
  return name;
}
