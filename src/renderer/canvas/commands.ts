// The canvas's commands, for the key map and the palette.
export interface CanvasCommand {
  readonly name: string;
  readonly title: string;
  /** 'B', 'Ctrl+Shift+Z', 'Shift+Right' ...; several keys may do the same. */
  readonly keys: readonly string[];
  run(): void;
}
export const canvasCommands: readonly CanvasCommand[] = [];
