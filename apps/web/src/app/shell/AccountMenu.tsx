import { Menu, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { profilePage } from '#features/auth/pages.ts';
import { failureText } from '#lib/errors.ts';
import { useMe } from '#modules/me/me.ts';
import { useSignOut } from '#modules/me/use-sign-out.ts';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import { ColorSchemeItems } from '#modules/preferences/ColorSchemeMenu.tsx';
import { LanguageItems } from '#modules/preferences/LanguageMenu.tsx';
import { phone } from '#ui/breakpoints.ts';
import { useOverlays } from '../overlays/overlays.ts';
import classes from './AppHeader.module.css';

export function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const show = useOverlays((overlays) => overlays.show);
  const signOut = useSignOut();
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.account} aria-label={t('me.account', { name: me.displayName })}>
          <PersonAvatar own name={me.displayName} size={26} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <Text fw={500} truncate>
            {me.displayName}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {me.tenantName} · {t(`role.${me.role}`)}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to={profilePage.path} leftSection={<IconUserCircle size={16} />}>
          {t(profilePage.title)}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => show('shortcuts')}>
          {t('shortcuts.title')}
        </Menu.Item>
        {isPhone && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('preferences.language')}</Menu.Label>
            <LanguageItems />
            <Menu.Label>{t('preferences.scheme')}</Menu.Label>
            <ColorSchemeItems />
          </>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() =>
            signOut.mutate(undefined, { onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }) })
          }
        >
          {t('me.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
