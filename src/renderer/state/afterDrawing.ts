// What can wait until what was just done is on the screen.

/** Milliseconds from drawing to the screen: the compositor needs the processor's other core for that, and main would be given it for a save. */
export const ON_SCREEN = 20;
/** Where windows are hidden no frame is drawn: then it is not waited for longer than this. */
const MOST = 100;

/** Runs `run` once, when the next frame of the window is on the screen. */
export function afterDrawing(run: () => void): void {
  let due = true;
  const once = (): void => {
    if (due) run();
    due = false;
  };
  requestAnimationFrame(() => setTimeout(once, ON_SCREEN));
  setTimeout(once, MOST);
}

/** The same for what is asked for often: once for all that asked before the frame. */
export function onceAfterDrawing(run: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    afterDrawing(() => {
      asked = false;
      run();
    });
  };
}
