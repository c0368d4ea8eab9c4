import { Switch, Text, TextInput } from '@mantine/core';
import { PermissionMode } from '@open-ace/contracts/tools';
import { useTranslation } from 'react-i18next';
import type { AgentFormState } from '../use-agent-form.ts';
import { code } from './code-field.ts';
import classes from './ModeFields.module.css';

/** Which of the four modes there are, and what the agent calls each. */
export function ModeFields({ form }: { form: AgentFormState }) {
  const { t } = useTranslation();
  return (
    <div>
      <ul className={classes.modes}>
        {PermissionMode.options.map((mode) => {
          const label = t(`session.mode.${mode}`);
          return (
            <li key={mode} className={classes.mode}>
              <Switch
                label={label}
                description={t(`session.modeHelp.${mode}`)}
                {...form.getInputProps(`modes.${mode}.offered`, { type: 'checkbox' })}
              />
              {form.values.modes[mode].offered && (
                <TextInput
                  aria-label={t('acpAgent.modeIdOf', { mode: label })}
                  placeholder={t('acpAgent.modeId')}
                  maxLength={100}
                  {...code}
                  {...form.getInputProps(`modes.${mode}.id`)}
                />
              )}
            </li>
          );
        })}
      </ul>
      <Text c="dimmed" size="xs" mt={8}>
        {t('acpAgent.modeIdHelp')}
      </Text>
      {form.errors.modes && (
        <Text c="var(--mantine-color-error)" size="xs" mt={6} role="alert">
          {form.errors.modes}
        </Text>
      )}
    </div>
  );
}
