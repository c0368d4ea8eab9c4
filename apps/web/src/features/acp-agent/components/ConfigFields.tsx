import { Stack, Switch, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { offeredModes } from '../agent-values.ts';
import type { AgentFormState } from '../use-agent-form.ts';
import { code } from './code-field.ts';

const size = { minRows: 4, maxRows: 20, maxLength: 20_000 };

/** The configuration file, those of single modes, and what runs beside the agent. */
export function ConfigFields({ form }: { form: AgentFormState }) {
  const { t } = useTranslation();
  const { modes, beside } = form.values;
  return (
    <>
      <Textarea
        label={t('acpAgent.configOptional')}
        description={t('acpAgent.configFieldHelp')}
        {...size}
        {...code}
        {...form.getInputProps('config')}
      />
      {offeredModes(modes).map((mode) => {
        const label = t('acpAgent.modeConfig', { mode: t(`session.mode.${mode}`) });
        return (
          <Stack key={mode} gap={8}>
            <Switch label={label} {...form.getInputProps(`modes.${mode}.hasConfig`, { type: 'checkbox' })} />
            {modes[mode].hasConfig && (
              <Textarea
                aria-label={label}
                description={t('acpAgent.modeConfigHelp')}
                {...size}
                {...code}
                {...form.getInputProps(`modes.${mode}.config`)}
              />
            )}
          </Stack>
        );
      })}
      <Stack gap={8}>
        <Switch
          label={t('acpAgent.beside')}
          description={t('acpAgent.besideHelp')}
          {...form.getInputProps('beside.runs', { type: 'checkbox' })}
        />
        {beside.runs && <Textarea label={t('acpAgent.besideArgs')} maxRows={8} {...code} {...form.getInputProps('beside.args')} />}
      </Stack>
    </>
  );
}
