// Expected failures as values: what every boundary (channel, engine message, studio verb) answers with.

/** One clear sentence for a person: `message` says what happened and to which file, `hint` what to do. */
export interface Failure {
  /** Stable, for programs: 'not-found', 'stale-base', 'bad-input', 'unreadable', 'locked', 'newer-project', 'damaged', 'cancelled', 'engine-died', ... */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (code: string, message: string, hint?: string): Result<never> => ({
  ok: false,
  error: hint === undefined ? { code, message } : { code, message, hint },
});

/** An expected failure on its way through code that would only pass it on; boundaries turn it back into a value with `attempt`. */
export class ExpectedFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
    this.name = 'ExpectedFailure';
  }
}

export const refuse = (code: string, message: string, hint?: string): never => {
  throw new ExpectedFailure(hint === undefined ? { code, message } : { code, message, hint });
};

/** Runs `work`; an ExpectedFailure becomes a value, anything else is a bug and is thrown on. */
export async function attempt<T>(work: () => Promise<T> | T): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof ExpectedFailure) return { ok: false, error: error.failure };
    throw error;
  }
}

/** The value, or the failure thrown on as an ExpectedFailure. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new ExpectedFailure(result.error);
}
