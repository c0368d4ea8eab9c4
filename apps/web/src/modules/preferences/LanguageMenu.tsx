import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { languages, languageTags } from '#lib/i18n/languages.ts';
import { usePreferences } from '#lib/preferences.ts';

/** The choices alone, for a menu that holds more. */
export function LanguageItems() {
  const { i18n } = useTranslation();
  const set = usePreferences((preferences) => preferences.set);
  return (
    <Menu.RadioGroup value={i18n.language} onChange={(language) => set({ language })}>
      {languageTags.map((tag) => (
        <Menu.RadioItem key={tag} value={tag} lang={tag} closeMenuOnClick checkIcon={<IconCheck size={14} />}>
          {languages[tag].name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

export function LanguageMenu({ className }: { className?: string }) {
  const { t } = useTranslation();
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size={32} aria-label={t('preferences.language')} title={t('preferences.language')} className={className}>
          <IconLanguage size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems />
      </Menu.Dropdown>
    </Menu>
  );
}
