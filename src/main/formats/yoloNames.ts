// The names in a data.yaml, as Ultralytics and those who follow it write them: a list or a numbered map, in a block or in brackets. Not a YAML reader.
import { nameOf, Unusable } from './reading';

/** Class number -> name. Throws Unusable when there are none to be found. */
export function namesInYaml(text: string): Map<number, string> {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const start = lines.findIndex((line) => /^names\s*:/.test(line));
  if (start === -1) throw new Unusable("It has no 'names', so that nothing says what the classes are called.");
  const inline = lines[start]!.replace(/^names\s*:/, '').trim();
  const block: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    // A block's list may stand as far left as its key.
    if (!/^(\s+|-\s)/.test(line) && !(inline !== '' && /^[\]}]/.test(line))) break;
    block.push(line);
  }
  const entries = /^[[{]/.test(inline) ? inBrackets([inline, ...block].join(' ')) : block.map((line) => line.trim());
  const names = new Map<number, string>();
  for (const entry of entries) {
    const [, number, rest] = /^(?:(\d{1,6})\s*:|-)\s*(.*)$/.exec(entry) ?? [];
    const name = nameOf(scalar(rest ?? ''), 200);
    if (rest === undefined || name === undefined)
      throw new Unusable("Its 'names' are not written as Ultralytics does: a list, or numbers with names.");
    names.set(number === undefined ? names.size : Number(number), name);
  }
  if (names.size === 0) throw new Unusable("Its 'names' are empty.");
  return names;
}

/** The entries of '[a, b]' or '{0: a, 1: b}', those of a list with a dash before. */
function inBrackets(text: string): string[] {
  const list = text.startsWith('[');
  const end = text.lastIndexOf(list ? ']' : '}');
  const entries = text.slice(1, end === -1 ? text.length : end).match(/("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'])+/g) ?? [];
  return entries.filter((entry) => entry.trim() !== '').map((entry) => (list ? `- ${entry.trim()}` : entry.trim()));
}

/** A plain, 'single' or "double" quoted value; a comment after it is none of it. */
function scalar(text: string): string {
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  if (double) {
    try {
      return JSON.parse(`"${double[1]}"`) as string;
    } catch {
      return '';
    }
  }
  const single = /^'((?:[^']|'')*)'/.exec(text);
  return single ? single[1]!.replace(/''/g, "'") : text.replace(/\s+#.*$/, '').trim();
}
