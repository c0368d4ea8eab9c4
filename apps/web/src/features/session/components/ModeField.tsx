import { Radio, Text } from '@mantine/core';
import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import type { PermissionMode, ToolId } from '@open-ace/contracts/tools';
import { useTranslation } from 'react-i18next';
import { toolName } from '#modules/tool/tools.ts';
import { modesOf } from '../choices.ts';
import classes from './NewSessionForm.module.css';

interface ModeFieldProps {
  /** As it is installed on the machine. */
  tool: MachineTool | undefined;
  toolId: ToolId;
  machine: Machine | undefined;
  value: PermissionMode;
  onChange: (mode: PermissionMode) => void;
}

/** What the agent may do without asking, each in one honest line. */
export function ModeField({ tool, toolId, machine, value, onChange }: ModeFieldProps) {
  const { t } = useTranslation();
  const { offered, withheld } = modesOf(tool);
  return (
    <Radio.Group
      label={t('session.modeLabel')}
      value={value}
      onChange={(picked) => onChange(offered.find((mode) => mode === picked) ?? value)}
    >
      <div className={classes.modes} data-three={offered.length === 3 || undefined}>
        {offered.map((mode) => (
          <Radio.Card key={mode} value={mode} className={classes.mode}>
            <Radio.Indicator size="xs" className={classes.modeIndicator} />
            <span>
              <span className={classes.modeName}>{t(`session.mode.${mode}`)}</span>
              <Text className={classes.modeLine}>{t(`session.modeHelp.${mode}`)}</Text>
            </span>
          </Radio.Card>
        ))}
      </div>
      {withheld.map(({ mode, reason }) => (
        <Text key={mode} size="xs" c="dimmed" mt={8}>
          {t(`session.withheld.${reason}`, {
            mode: t(`session.mode.${mode}`),
            machine: machine?.name ?? '',
            tool: toolName(toolId, t),
          })}
        </Text>
      ))}
    </Radio.Group>
  );
}
