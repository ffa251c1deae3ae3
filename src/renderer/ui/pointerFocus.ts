// What was pressed with the pointer does not keep the keyboard: after a click on a button, Enter and the arrows mean the frame again.
const HOLDERS = '[role=dialog], [role=menu], form';

/** For the life of the window. Controls reached by Tab keep their focus, and so do fields, forms, dialogs, menus and what opened them. */
export function letGoAfterPointer(): () => void {
  const after = (event: MouseEvent): void => {
    // A click that a key made has no detail.
    if (event.detail === 0 || !(event.target instanceof Element)) return;
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement) || activeElement.closest(HOLDERS)) return;
    if (activeElement.matches('button:not([aria-haspopup]), [role=slider]')) activeElement.blur();
  };
  window.addEventListener('click', after);
  return () => window.removeEventListener('click', after);
}
