import { Burger, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { InboxBell } from '#features/session/components/InboxBell.tsx';
import { Logo } from '#modules/brand/Logo.tsx';
import { ColorSchemeMenu } from '#modules/preferences/ColorSchemeMenu.tsx';
import { LanguageMenu } from '#modules/preferences/LanguageMenu.tsx';
import { modKey } from '#modules/shortcuts/keys.ts';
import { useOverlays } from '../overlays/overlays.ts';
import { AccountMenu } from './AccountMenu.tsx';
import classes from './AppHeader.module.css';
import { ModeSwitch } from './ModeSwitch.tsx';
import { useSideDrawer } from './side-drawer.ts';

export function AppHeader() {
  const { t } = useTranslation();
  const { opened, open } = useSideDrawer();
  const show = useOverlays((overlays) => overlays.show);
  return (
    <header className={classes.header}>
      <Group gap={16} wrap="nowrap" className={classes.start}>
        <Burger size="sm" opened={opened} className={classes.burger} aria-label={t('navigation.openMenu')} onClick={open} />
        <Link to="/" className={classes.home} aria-label={t('navigation.home')}>
          <Logo />
        </Link>
        <div className={classes.modes}>
          <ModeSwitch />
        </div>
      </Group>
      <UnstyledButton className={classes.search} onClick={() => show('palette')}>
        <IconSearch size={14} aria-hidden />
        <Text span inherit className={classes.searchLabel}>
          {t('palette.open')}
        </Text>
        <Kbd>{`${modKey} K`}</Kbd>
      </UnstyledButton>
      <Group gap={4} wrap="nowrap" justify="flex-end">
        <InboxBell />
        <LanguageMenu className={classes.wide} />
        <ColorSchemeMenu className={classes.wide} />
        <AccountMenu />
      </Group>
    </header>
  );
}
