import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export type ColorScheme = 'light' | 'dark' | 'auto';

/** Widths are in pixels. */
interface Layout {
  sessionsWidth: number;
  detailsWidth: number;
  detailsOpen: boolean;
  /** Groups of the Manage sidebar that the viewer opened or closed by hand. */
  openGroups: Record<string, boolean>;
  /** Diffs in two columns where there is room. */
  sideBySide: boolean;
  /** By table, the columns that the viewer does not want; a table that is not named has its usual ones. */
  hiddenColumns?: Record<string, string[]>;
}

interface Preferences {
  colorScheme: ColorScheme;
  /** A language tag; null follows the browser. */
  language: string | null;
  /** Shortcuts of one character get in the way of speech input, so they can be turned off (WCAG 2.1.4). */
  characterShortcuts: boolean;
  layout: Layout;
}

interface PreferencesStore extends Preferences {
  set: (change: Partial<Preferences>) => void;
  setLayout: (change: Partial<Layout>) => void;
}

/** What belongs to this browser and to nobody else. All other state is the server's. `color-scheme.js` reads the same entry. */
export const usePreferences = create<PreferencesStore>()(
  persist(
    (set) => ({
      colorScheme: 'auto',
      language: null,
      characterShortcuts: true,
      layout: { sessionsWidth: 272, detailsWidth: 296, detailsOpen: true, openGroups: {}, sideBySide: false },
      set: (change) => set(change),
      setLayout: (change) => set(({ layout }) => ({ layout: { ...layout, ...change } })),
    }),
    {
      name: 'open-ace',
      version: 1,
      storage: createJSONStorage(() => localStorage),
      partialize: ({ set: _set, setLayout: _setLayout, ...preferences }) => preferences,
    },
  ),
);
