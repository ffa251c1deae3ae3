// Dark or light: the person's wish, or the system's; kept on the document so that the tokens follow.
import { useSyncExternalStore } from 'react';
import { usePreferences } from './preferences';

const system = matchMedia('(prefers-color-scheme: light)');

const themeNow = (): 'dark' | 'light' => {
  const { theme } = usePreferences.getState();
  if (theme !== 'system') return theme;
  return system.matches ? 'light' : 'dark';
};

const apply = (): void => {
  document.documentElement.dataset['theme'] = themeNow();
};

/** For the life of the window. */
export function followTheme(): () => void {
  apply();
  const stop = usePreferences.subscribe(apply);
  system.addEventListener('change', apply);
  return () => {
    stop();
    system.removeEventListener('change', apply);
  };
}

/** 'dark' or 'light', for what is drawn rather than styled. */
export const useTheme = (): 'dark' | 'light' =>
  useSyncExternalStore(
    (changed) => {
      const observer = new MutationObserver(changed);
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
      return () => observer.disconnect();
    },
    () => (document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark'),
  );
