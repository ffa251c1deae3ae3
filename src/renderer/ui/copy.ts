// Puts text on the clipboard; by the old way where the window has no permission for the new one.
export function copyText(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'sr-only';
  // Inside the open dialog, if any: focus is not let out of it.
  (document.querySelector('[role=dialog]') ?? document.body).append(area);
  const before = document.activeElement;
  area.select();
  document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
}
