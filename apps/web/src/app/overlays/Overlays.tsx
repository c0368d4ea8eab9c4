import { useHotkeys } from '@mantine/hooks';
import { Suspense, useState } from 'react';
import { lazyPart } from '#lib/missing-part.ts';
import { usePreferences } from '#lib/preferences.ts';
import { useOverlays } from './overlays.ts';

const CommandPalette = lazyPart(async () => ({ default: (await import('./CommandPalette.tsx')).CommandPalette }));
const ShortcutsDialog = lazyPart(async () => ({ default: (await import('./ShortcutsDialog.tsx')).ShortcutsDialog }));

function focusSearch() {
  document.querySelector<HTMLInputElement>('[data-page-search]')?.focus();
}

/** The shortcuts that work on every page, and what they open. Loaded when first asked for. */
export function Overlays() {
  const { open, show } = useOverlays();
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);
  const [paletteLoaded, setPaletteLoaded] = useState(false);
  if (open === 'palette' && !paletteLoaded) setPaletteLoaded(true);

  useHotkeys([['mod+K', () => show('palette')]], []);
  useHotkeys(
    characters
      ? [
          ['shift+?', () => show('shortcuts')],
          ['/', focusSearch],
        ]
      : [],
  );

  return (
    <Suspense>
      {paletteLoaded && <CommandPalette />}
      {open === 'shortcuts' && <ShortcutsDialog />}
    </Suspense>
  );
}
