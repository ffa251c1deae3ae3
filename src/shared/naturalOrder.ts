// Natural order of names: frame_2 before frame_10. As a key, so that a database index sorts the same way.

/** Strings compare as their keys compare, byte by byte: each run of digits is written as its length (two digits) and its digits without leading zeros. */
export const naturalKey = (name: string): string =>
  name.replace(/\d+/g, (digits) => {
    const plain = digits.replace(/^0+(?=\d)/, '').slice(0, 99);
    return String(plain.length).padStart(2, '0') + plain;
  });

export function byName(a: string, b: string): number {
  const left = naturalKey(a);
  const right = naturalKey(b);
  if (left !== right) return left < right ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
