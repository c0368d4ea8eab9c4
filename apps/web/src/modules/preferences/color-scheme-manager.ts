import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';
import { usePreferences } from '#lib/preferences.ts';

/** Lets Mantine keep its colour scheme in our store instead of an entry of its own. */
export function colorSchemeManager(): MantineColorSchemeManager {
  let stop: () => void = () => undefined;
  return {
    get: () => usePreferences.getState().colorScheme,
    set: (colorScheme) => usePreferences.getState().set({ colorScheme }),
    clear: () => usePreferences.getState().set({ colorScheme: 'auto' }),
    subscribe(onUpdate: (scheme: MantineColorScheme) => void) {
      stop = usePreferences.subscribe((now, before) => {
        if (now.colorScheme !== before.colorScheme) onUpdate(now.colorScheme);
      });
    },
    unsubscribe: () => stop(),
  };
}
