// What the rest of the window may use of the canvas.
export { Canvas } from './Canvas';
/** `{ name, title, keys, run }` of everything the canvas and the rulers can do; the dispatcher owns the keys. */
export { canvasCommands } from './commands';
export type { CanvasCommand } from './viewCommands';
/** Resolves true once every stroke is acknowledged; call it before another project is opened. False: some could not be saved. */
export { flushMasks } from './connect';
export { exportThisPicture } from './exportPicture';
export { goToStep, markBefore, replaceMask } from './history';
