import { ActionIcon, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const schemes = ['light', 'dark', 'auto'] as const;

function isScheme(value: string): value is (typeof schemes)[number] {
  return schemes.some((scheme) => scheme === value);
}

/** The choices alone, for a menu that holds more. */
export function ColorSchemeItems() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(chosen) => isScheme(chosen) && setColorScheme(chosen)}>
      {schemes.map((scheme) => (
        <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick checkIcon={<IconCheck size={14} />}>
          {t(`preferences.scheme.${scheme}`)}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

export function ColorSchemeMenu({ className }: { className?: string }) {
  const { t } = useTranslation();
  const Icon = useComputedColorScheme('light') === 'dark' ? IconMoon : IconSun;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size={32} aria-label={t('preferences.scheme')} title={t('preferences.scheme')} className={className}>
          <Icon size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <ColorSchemeItems />
      </Menu.Dropdown>
    </Menu>
  );
}
