// Calm words at the window's edge: what was done (with Undo), what went wrong (with its details). Never modal.
import { create } from 'zustand';
import type { Failure, Result } from '../../shared/result';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'good' | 'warn' | 'bad';
  readonly message: string;
  readonly hint?: string | undefined;
  readonly action?: { readonly title: string; readonly run: () => void } | undefined;
  /** For 'Copy details'. */
  readonly failure?: Failure | undefined;
  /** Milliseconds until it goes by itself; null = stays. */
  readonly lasts: number | null;
}

/** More than these are not read by anybody: the oldest goes. */
const MOST = 4;
let next = 1;

export const useNotices = create<{ notices: readonly Notice[] }>()(() => ({ notices: [] }));

export function notify(notice: Omit<Notice, 'id' | 'lasts'> & { lasts?: number | null }): number {
  const id = next++;
  const lasts = notice.lasts === undefined ? (notice.tone === 'bad' ? 20_000 : notice.action ? 8_000 : 5_000) : notice.lasts;
  useNotices.setState(({ notices }) => {
    // The same words twice are one notice, renewed.
    const others = notices.filter((other) => other.message !== notice.message);
    return { notices: [...others, { ...notice, id, lasts }].slice(-MOST) };
  });
  return id;
}

export const dismiss = (id: number): void =>
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));

export const notifyFailure = (failure: Failure): number | undefined =>
  failure.code === 'cancelled' ? undefined : notify({ tone: 'bad', message: failure.message, hint: failure.hint, failure });

/** Waits for a call; a failure is told at the window's edge, and the answer is then undefined. */
export async function told<T>(call: Promise<Result<T>>): Promise<T | undefined> {
  const answer = await call;
  if (answer.ok) return answer.value;
  notifyFailure(answer.error);
  return undefined;
}
