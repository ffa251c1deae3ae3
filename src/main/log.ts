// The log file that Help > Open log shows: one line an entry, written at once so that a crash loses nothing, bounded in size.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Log {
  readonly file: string;
  info(message: string, details?: object): void;
  warn(message: string, details?: object): void;
  error(message: string, details?: object): void;
  /** A line of the engine's standard error. */
  engine(line: string): void;
}

/** Beyond this the file becomes NAME.old and a new one begins: two of them are kept. */
const LIMIT = 5_000_000;

/** `echo` also gets every line (development). A log that cannot be written never stops the program. */
export function openLog(file: string, echo?: (line: string) => void, now: () => Date = () => new Date()): Log {
  let size = start(file);
  const write = (level: string, message: string, details?: object): void => {
    const line = `${now().toISOString()} ${level} ${message}${details ? ` ${JSON.stringify(details)}` : ''}\n`;
    echo?.(line);
    try {
      if (size > LIMIT) {
        renameSync(file, `${file}.old`);
        size = 0;
      }
      appendFileSync(file, line);
      size += Buffer.byteLength(line);
    } catch {
      // A full disk or a folder taken away: the program goes on without a log.
    }
  };
  return {
    file,
    info: (message, details) => write('info  ', message, details),
    warn: (message, details) => write('warn  ', message, details),
    error: (message, details) => write('error ', message, details),
    engine: (line) => write('engine', line.trimEnd()),
  };
}

function start(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return statSync(file).size;
  } catch {
    return 0;
  }
}
