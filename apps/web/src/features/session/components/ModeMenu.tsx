import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Machine } from '@open-ace/contracts/machine';
import type { Session } from '@open-ace/contracts/session';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { IconCheck, IconChevronDown, IconShieldHalf } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { toolName } from '#modules/tool/tools.ts';
import { modesOf } from '../choices.ts';
import { useChange } from '../use-change.ts';
import classes from './Composer.module.css';

interface ModeMenuProps {
  session: Session;
  machine: Machine | undefined;
  busy: boolean;
}

/** What the agent may do without asking. */
export function ModeMenu({ session, machine, busy }: ModeMenuProps) {
  const { t } = useTranslation();
  const { shown, change } = useChange(session, 'permissionMode', (error) =>
    notifications.show({ color: 'red', message: failureText(error, t) }),
  );
  const { offered, withheld } = modesOf(machine?.tools.find(({ tool }) => tool === session.tool));
  // The tool has to be started anew for it, which cannot be done in the middle of a turn.
  const mustWait = (mode: PermissionMode) => busy && mode === 'full-auto' && session.permissionMode !== 'full-auto';
  return (
    <Menu position="top-start" width={320}>
      <Menu.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className={classes.choice}
          leftSection={<IconShieldHalf size={14} />}
          rightSection={<IconChevronDown size={13} />}
          aria-label={t('session.modeIs', { mode: t(`session.mode.${shown}`) })}
        >
          {t(`session.mode.${shown}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={session.permissionMode}>
          {offered.map((mode) => (
            <Menu.RadioItem
              key={mode}
              value={mode}
              closeMenuOnClick
              checkIcon={<IconCheck size={14} />}
              disabled={mustWait(mode)}
              onChange={() => mode !== session.permissionMode && change(mode)}
              classNames={{ item: classes.modeItem ?? '' }}
            >
              <span className={classes.mode}>
                <span className={classes.modeName}>{t(`session.mode.${mode}`)}</span>
                <span className={classes.modeLine}>{mustWait(mode) ? t('session.modeAfterTurn') : t(`session.modeHelp.${mode}`)}</span>
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {withheld.map(({ mode, reason }) => (
          <Menu.Label key={mode}>
            {t(`session.withheld.${reason}`, {
              mode: t(`session.mode.${mode}`),
              machine: session.machine.name,
              tool: toolName(session.tool, t),
            })}
          </Menu.Label>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
