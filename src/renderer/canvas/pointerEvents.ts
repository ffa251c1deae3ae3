// The browser's events as gestures: pointer capture, coalesced moves, a pen's pressure, wheel units, held keys.
import { belongsToControl, isTyping } from '../keyboard';
import { usePreferences } from '../state/preferences';
import type { Gestures, PointerInput } from './gestures';
import { WheelReader } from './wheel';

/** Keys that reach the tool before the key map, while it has work pending. */
const COMMANDS: Readonly<Record<string, 'confirm' | 'back' | 'cancel'>> = { Enter: 'confirm', Backspace: 'back', Escape: 'cancel' };

/** The key is meant for a field, a pressed button, a dialog or a menu. */
const isElsewhere = ({ target, key }: KeyboardEvent): boolean =>
  isTyping(target) ||
  belongsToControl(target, key) ||
  (target instanceof Element && target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null);

/** Listens until the returned function is called. */
export function listenToPointer(element: HTMLElement, gestures: Gestures): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  /** The canvas's corner, measured once a gesture: measuring at each move would make the browser lay out the page anew. */
  let box = element.getBoundingClientRect();
  let pressed: number | null = null;
  let ctrlHeld = false;
  const wheels = new WheelReader();
  let sizing = false;

  const at = (event: MouseEvent): { x: number; y: number } => ({ x: event.clientX - box.left, y: event.clientY - box.top });
  const touched = (event: PointerEvent): PointerInput['path'][number] =>
    event.pointerType === 'pen' ? { ...at(event), pressure: event.pressure } : at(event);
  const input = (event: PointerEvent): PointerInput => {
    const coalesced = event.type === 'pointermove' ? event.getCoalescedEvents() : [];
    const path = coalesced.length > 0 ? coalesced.map(touched) : [touched(event)];
    // A pen's other end is button 5: the left button with Alt.
    const turned = event.button === 5;
    return { ...at(event), button: turned ? 0 : event.button, shift: event.shiftKey, alt: event.altKey || turned, path };
  };

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (pressed !== null) return;
      // The right button opens the menu; with Alt it sizes the brush.
      sizing = event.button === 2 && event.altKey;
      if (event.button === 2 && !sizing) return;
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
  element.addEventListener('dblclick', (event) => event.button === 0 && gestures.command('confirm'), { signal });
  element.addEventListener('blur', () => delete element.dataset['byPointer'], { signal });
  element.addEventListener('pointerleave', () => gestures.leave(), { signal });
  // Middle-click scrolling. Other buttons keep their default: it gives the canvas the focus without its keyboard ring.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
  element.addEventListener('contextmenu', (event) => (sizing || gestures.doing !== 'idle') && event.preventDefault(), { signal });

  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      box = element.getBoundingClientRect();
      const wheel = wheels.read(event, ctrlHeld, usePreferences.getState().wheel);
      if (wheel.is === 'pan') gestures.scroll(wheel.dx, wheel.dy);
      else gestures.wheel({ ...at(event), delta: wheel.delta, shift: event.shiftKey, ctrl: ctrlHeld });
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
    if (event.key === 'Shift') gestures.hold({ shift: down });
    if (event.code === 'Space') {
      const { activeElement } = document;
      if (down && activeElement !== element && activeElement !== document.body) return;
      gestures.hold({ space: down });
      if (down && gestures.pointer) event.preventDefault();
    }
    const command = down && !event.ctrlKey && !event.metaKey ? COMMANDS[event.key] : undefined;
    if (command && !isElsewhere(event) && gestures.command(command)) {
      event.stopPropagation();
      event.preventDefault();
    }
  };
  window.addEventListener('keydown', key, { signal, capture: true });
  window.addEventListener('keyup', key, { signal, capture: true });
  window.addEventListener(
    'blur',
    () => {
      ctrlHeld = false;
      gestures.hold({ alt: false, shift: false, space: false });
    },
    { signal },
  );
  return () => stop.abort();
}
