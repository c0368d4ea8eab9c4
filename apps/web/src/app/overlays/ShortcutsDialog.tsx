import { Modal, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '#lib/preferences.ts';
import { ShortcutTable } from '#modules/shortcuts/ShortcutTable.tsx';
import { useOverlays } from './overlays.ts';

export function ShortcutsDialog() {
  const { t } = useTranslation();
  const close = useOverlays((overlays) => overlays.close);
  const { characterShortcuts, set } = usePreferences();
  return (
    <Modal opened onClose={close} title={t('shortcuts.title')} size={440} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <ShortcutTable />
      <Switch
        mt={20}
        label={t('shortcuts.characters')}
        description={t('shortcuts.charactersHelp')}
        checked={characterShortcuts}
        onChange={(event) => set({ characterShortcuts: event.currentTarget.checked })}
      />
    </Modal>
  );
}
