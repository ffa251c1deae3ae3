// Questions to the person, asked by main: the window never sees a path. Tests answer them from a file instead.
import { type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { readFileSync } from 'node:fs';

/** What is asked: the key of remembered folders and of the tests' answers. */
export type Question =
  | 'openProject'
  | 'createProject'
  | 'chooseImport'
  | 'splitTrain'
  | 'splitHeldOut'
  | 'exportVideo'
  | 'exportOverlays'
  | 'exportStill'
  | 'exportMasks'
  | 'importWeights'
  | 'exportModel'
  | 'saveCurves'
  | 'exportReport'
  | 'closeUnsaved'
  | 'closeBusy';

export interface Dialogs {
  /** An existing file or folder; null when the person changed their mind. */
  open(question: Question, options: OpenDialogOptions): Promise<string | null>;
  save(question: Question, options: SaveDialogOptions): Promise<string | null>;
  /** True for the first button. The second one is what Escape and Return mean. */
  confirm(question: Question, words: { message: string; detail: string; buttons: readonly [string, string] }): Promise<boolean>;
}

export function systemDialogs(window: () => BrowserWindow | null): Dialogs {
  const over = <T>(show: (window: BrowserWindow | undefined) => Promise<T>): Promise<T> => show(window() ?? undefined);
  return {
    async open(_question, options) {
      const { canceled, filePaths } = await over((w) => (w ? dialog.showOpenDialog(w, options) : dialog.showOpenDialog(options)));
      return canceled ? null : (filePaths[0] ?? null);
    },
    async save(_question, options) {
      const { canceled, filePath } = await over((w) => (w ? dialog.showSaveDialog(w, options) : dialog.showSaveDialog(options)));
      return canceled || !filePath ? null : filePath;
    },
    async confirm(_question, { message, detail, buttons }) {
      const options = { type: 'warning' as const, message, detail, buttons: [...buttons], defaultId: 1, cancelId: 1 };
      const { response } = await over((w) => (w ? dialog.showMessageBox(w, options) : dialog.showMessageBox(options)));
      return response === 0;
    },
  };
}

/**
 * For tests: `file` holds {"openProject": ["/a/path", null], "closeBusy": [true]}: the answers to each question, in order (null = changed their mind).
 * It is read anew at each question, so that a test can add to it. A question without an answer fails loudly rather than wait for a hand.
 */
export function scriptedDialogs(file: string): Dialogs {
  const asked = new Map<Question, number>();
  const next = (question: Question): unknown => {
    const answers = (JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<Question, unknown[]>>)[question] ?? [];
    const at = asked.get(question) ?? 0;
    asked.set(question, at + 1);
    if (at >= answers.length) throw new Error(`The tests' file ${file} has no answer number ${at + 1} to '${question}'.`);
    return answers[at];
  };
  const path = (question: Question): string | null => {
    const answer = next(question);
    if (answer === null || typeof answer === 'string') return answer;
    throw new Error(`The answer to '${question}' must be a path or null.`);
  };
  return {
    open: async (question) => path(question),
    save: async (question) => path(question),
    confirm: async (question) => next(question) === true,
  };
}
