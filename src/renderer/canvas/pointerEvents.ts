// The browser's events as gestures: pointer capture, coalesced moves, wheel units, held keys.
import type { Gestures, PointerInput } from './gestures';

/** Listens until the returned function is called. */
export function listenToPointer(element: HTMLElement, gestures: Gestures): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  /** The canvas's corner, measured once a gesture: measuring at each move would make the browser lay out the page anew. */
  let box = element.getBoundingClientRect();
  let pressed: number | null = null;
  let ctrlHeld = false;

  const at = (event: MouseEvent): { x: number; y: number } => ({ x: event.clientX - box.left, y: event.clientY - box.top });
  const input = (event: PointerEvent): PointerInput => {
    const coalesced = event.type === 'pointermove' ? event.getCoalescedEvents() : [];
    const path = coalesced.length > 0 ? coalesced.map(at) : [at(event)];
    return { ...at(event), button: event.button, shift: event.shiftKey, alt: event.altKey, path };
  };

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (pressed !== null) return;
      pressed = event.pointerId;
      box = element.getBoundingClientRect();
      element.setPointerCapture(event.pointerId);
      // The browser would show the keyboard's focus ring around the picture at the next key that is pressed while painting.
      element.dataset['byPointer'] = '';
      gestures.down(input(event));
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (pressed === null) box = element.getBoundingClientRect();
      else if (event.pointerId !== pressed) return;
      gestures.move(input(event));
    },
    { signal },
  );
  const released = (event: PointerEvent): void => {
    if (event.pointerId !== pressed) return;
    // Another button is still down: the gesture goes on until the last is up.
    if (event.type === 'pointerup' && event.buttons !== 0) return;
    pressed = null;
    gestures.up();
    if (event.type !== 'pointerup') gestures.leave();
  };
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) element.addEventListener(type, released, { signal });
  element.addEventListener('blur', () => delete element.dataset['byPointer'], { signal });
  element.addEventListener('pointerleave', () => gestures.leave(), { signal });
  // Middle-click scrolling. Other buttons keep their default: it gives the canvas the focus without its keyboard ring.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });

  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      box = element.getBoundingClientRect();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
      // Shift turns the wheel sideways.
      const delta = (event.deltaY || (event.shiftKey ? event.deltaX : 0)) * unit;
      // A pinch sends small deltas and claims Ctrl.
      const pinch = event.ctrlKey && !ctrlHeld;
      gestures.wheel({ ...at(event), delta: pinch ? delta * 5 : delta, shift: event.shiftKey, ctrl: ctrlHeld });
    },
    { signal, passive: false },
  );

  const key = (event: KeyboardEvent): void => {
    const down = event.type === 'keydown';
    if (event.key === 'Control') ctrlHeld = down;
    if (event.key === 'Alt') {
      gestures.hold({ alt: down });
      // Else the window's menu takes the focus when Alt is let go.
      if (gestures.pointer) event.preventDefault();
    }
    if (event.code === 'Space') {
      const { activeElement } = document;
      if (down && activeElement !== element && activeElement !== document.body) return;
      gestures.hold({ space: down });
      if (down && gestures.pointer) event.preventDefault();
    }
    if (down && event.key === 'Escape' && gestures.doing !== 'idle') {
      event.stopPropagation();
      gestures.cancel();
    }
  };
  window.addEventListener('keydown', key, { signal, capture: true });
  window.addEventListener('keyup', key, { signal, capture: true });
  window.addEventListener(
    'blur',
    () => {
      ctrlHeld = false;
      gestures.hold({ alt: false, space: false });
    },
    { signal },
  );
  return () => stop.abort();
}
