import { useMantineColorScheme } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMessage2,
  IconMoon,
  IconPlus,
  type IconProps,
  IconSun,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newPricePath } from '#features/price/pages.ts';
import { newProviderKeyPath } from '#features/provider-key/pages.ts';
import { newQuotaPath } from '#features/quota/pages.ts';
import { newSessionPage, sessionPath } from '#features/session/pages.ts';
import { useSessions } from '#features/session/use-sessions.ts';
import { newApiTokenPath } from '#features/token/pages.ts';
import { newUserPath } from '#features/user/pages.ts';
import { languages, languageTags } from '#lib/i18n/languages.ts';
import type { PageInfo } from '#lib/page-info.ts';
import { usePreferences } from '#lib/preferences.ts';
import { newMachinePath } from '#modules/machine/paths.ts';
import { useMay, useMe } from '#modules/me/me.ts';
import { useSignOut } from '#modules/me/use-sign-out.ts';
import { personalPages } from '../navigation.ts';
import { useManageGroups } from '../use-manage-groups.ts';
import { useOverlays } from './overlays.ts';

export interface PaletteEntry {
  key: string;
  label: string;
  detail?: string | undefined;
  keywords?: string | undefined;
  icon: ComponentType<IconProps>;
  run: () => void;
}

interface PaletteGroup {
  label: string;
  entries: PaletteEntry[];
  /** How many of them are there before anything is typed; all of them if left out. */
  atFirst?: number;
}

const schemes = [
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
  { value: 'auto', icon: IconDeviceDesktop },
] as const;

function usePageEntries(): PaletteEntry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const entry = (page: PageInfo, detail?: string): PaletteEntry => ({
    key: page.path,
    label: t(page.title),
    detail,
    keywords: page.keywords && t(page.keywords),
    icon: page.icon,
    run: () => void navigate(page.path),
  });
  const managed = useManageGroups().flatMap((group) =>
    group.pages.flatMap((page) => [
      entry(page, `${t('navigation.manage')} › ${t(group.title)}`),
      ...(page.parts ?? []).map((part) => entry(part, `${t('navigation.manage')} › ${t(page.title)}`)),
    ]),
  );
  return [...personalPages.map((page) => entry(page)), ...managed];
}

function useSessionEntries(): PaletteEntry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return useSessions().sessions.map(({ id, title, machine, cwd, status }) => ({
    key: id,
    label: title,
    detail: `${machine.name} › ${t(`session.status.${status}`)}`,
    keywords: cwd,
    icon: IconMessage2,
    run: () => void navigate(sessionPath(id)),
  }));
}

function useActionEntries(): PaletteEntry[] {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const me = useMe();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const setPreferences = usePreferences((preferences) => preferences.set);
  const show = useOverlays((overlays) => overlays.show);
  return [
    { key: 'new-session', label: t(newSessionPage.title), icon: IconPlus, run: () => void navigate(newSessionPage.path) },
    ...(me.role === 'readonly'
      ? []
      : [{ key: 'create-api-token', label: t('apiToken.create'), icon: IconPlus, run: () => void navigate(newApiTokenPath) }]),
    ...(may('create_user') ? [{ key: 'create-user', label: t('user.create'), icon: IconPlus, run: () => void navigate(newUserPath) }] : []),
    ...(may('manage_quota') ? [{ key: 'add-budget', label: t('quota.add'), icon: IconPlus, run: () => void navigate(newQuotaPath) }] : []),
    ...(may('admin_access')
      ? [
          { key: 'set-price', label: t('price.setNew'), icon: IconPlus, run: () => void navigate(newPricePath) },
          { key: 'add-machine', label: t('machine.add'), icon: IconPlus, run: () => void navigate(newMachinePath) },
          { key: 'add-provider-key', label: t('providerKey.addNamed'), icon: IconPlus, run: () => void navigate(newProviderKeyPath) },
        ]
      : []),
    ...schemes
      .filter(({ value }) => value !== colorScheme)
      .map(({ value, icon }) => ({
        key: value,
        label: `${t('preferences.scheme')}: ${t(`preferences.scheme.${value}`)}`,
        keywords: 'theme dark light',
        icon,
        run: () => setColorScheme(value),
      })),
    ...languageTags
      .filter((tag) => tag !== i18n.language)
      .map((tag) => ({
        key: tag,
        label: `${t('preferences.language')}: ${languages[tag].name}`,
        keywords: 'language',
        icon: IconLanguage,
        run: () => setPreferences({ language: tag }),
      })),
    { key: 'shortcuts', label: t('shortcuts.title'), icon: IconKeyboard, run: () => show('shortcuts') },
    { key: 'sign-out', label: t('me.signOut'), keywords: 'logout log out', icon: IconLogout, run: () => signOut.mutate() },
  ];
}

export function usePaletteGroups(): PaletteGroup[] {
  const { t } = useTranslation();
  return [
    { label: t('session.title'), entries: useSessionEntries(), atFirst: 4 },
    { label: t('palette.pages'), entries: usePageEntries() },
    { label: t('palette.actions'), entries: useActionEntries() },
  ];
}
