// How the window is drawn where there is no graphics device.
import type { CommandLine } from 'electron';
import { existsSync } from 'node:fs';

/**
 * Without a graphics device Chromium draws in software and to no display's clock, and yet begins a frame only 60 times a second, and shows it with the one
 * after: the brush is a frame or two late for nothing. So frames begin as soon as there is something to draw. To be called before the program is ready.
 */
export function drawAtOnce(commandLine: Pick<CommandLine, 'appendSwitch'>): void {
  if (process.platform !== 'linux' || existsSync('/dev/dri')) return;
  commandLine.appendSwitch('disable-frame-rate-limit');
  commandLine.appendSwitch('disable-gpu-vsync');
}
