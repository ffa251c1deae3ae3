// Set-up messages: always on standard error, because standard output belongs to the command that is being set up.
export class SetupError extends Error {
  /**
   * @param {string} what what happened, to which file or part
   * @param {string} hint what the user can do about it
   */
  constructor(what, hint) {
    super(what);
    this.name = 'SetupError';
    this.hint = hint;
  }
}

/** A failure of the file system (no rights, no room) is told like our own; anything else is a bug and stays what it is. */
export function expected(error) {
  if (error instanceof SetupError) return error;
  if (!error?.syscall) throw error;
  return new SetupError(
    error.message,
    'Make room there or give yourself the right to write there, or choose another cache folder with ROADBRUSH_CACHE.',
  );
}

/** Writes what happened and what to do about it. */
export function tell(error) {
  const say = makeSay();
  say(error.message);
  if (error.hint) say(error.hint);
}

export function makeSay({ quiet = false } = {}) {
  return (text) => {
    if (!quiet) process.stderr.write(`roadbrush: ${text}\n`);
  };
}

/** 0.42 -> '0.4 s', 75 -> '1 min 15 s' */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** The end of a program's output: what a person needs of a failed command. */
export function tail(text, lines = 15) {
  return text.trim().split('\n').slice(-lines).join('\n');
}
