import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDeviceDesktop, IconFolder, IconMessage2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toolName } from '#modules/tool/tools.ts';
import type { PermissionItem } from './items.ts';
import classes from './Transcript.module.css';
import { useTranscriptView } from './view.ts';

const scopes = [
  { scope: 'session', icon: IconMessage2 },
  { scope: 'project', icon: IconFolder },
  { scope: 'machine', icon: IconDeviceDesktop },
] as const;

interface AlwaysMenuProps {
  item: PermissionItem;
  settled: boolean;
  disabled: boolean;
}

/** How far "Always" goes: what each choice would allow stands below its name. */
export function AlwaysMenu({ item, settled, disabled }: AlwaysMenuProps) {
  const { t } = useTranslation();
  const { tool, folder, machine, answer } = useTranscriptView();
  const label = t('transcript.alwaysMore');
  return (
    <Menu position="bottom-end" width={320} withinPortal>
      <Menu.Target>
        <Button variant="default" px={8} aria-label={label} title={label} disabled={disabled} aria-disabled={!settled || undefined}>
          <IconChevronDown size={14} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.ruleOfMenu}>
          {t('transcript.alwaysCovers')} <span className={classes.ruleText}>{item.rule}</span>
        </Menu.Label>
        {scopes.map(({ scope, icon: Icon }) => (
          <Menu.Item
            key={scope}
            className={classes.scope}
            leftSection={<Icon size={15} aria-hidden />}
            onClick={() => answer(item.requestId, 'allow_always', scope)}
          >
            <span className={classes.scopeName}>{t(`transcript.always.${scope}`)}</span>
            <span className={classes.scopeLine}>{t(`transcript.alwaysHelp.${scope}`, { tool: toolName(tool, t), folder, machine })}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
