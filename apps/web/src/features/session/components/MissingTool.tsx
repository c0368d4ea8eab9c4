import { Button, Stack, Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import type { ToolId } from '@open-ace/contracts/tools';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { InstallationProgress } from '#modules/machine/InstallationProgress.tsx';
import { useInstallation } from '#modules/machine/use-installation.ts';
import { toolName } from '#modules/tool/tools.ts';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { FormError } from '#ui/FormError.tsx';
import { installLine } from '../choices.ts';
import classes from './NewSessionForm.module.css';

/** A tool that is not there yet: who manages the machine installs it from here, the others are told the line that does. */
export function MissingTool({ tool, machine }: { tool: ToolId; machine: Machine }) {
  const mayInstall = machine.mayManage && machine.status !== 'offline';
  return (
    <div className={classes.missing}>
      {mayInstall ? <InstallHere tool={tool} machine={machine} /> : <ByHand tool={tool} machine={machine} />}
    </div>
  );
}

function InstallHere({ tool, machine }: { tool: ToolId; machine: Machine }) {
  const { t } = useTranslation();
  const { installation, isBusy, refusal, install, dismiss } = useInstallation(machine.id, tool);
  const names = { tool: toolName(tool, t), machine: machine.name };
  return (
    <Stack gap={8} align="stretch">
      <Text>{t('session.toolNotThere', names)}</Text>
      {!isBusy && (
        <Button variant="default" className={classes.install} leftSection={<IconDownload size={15} />} onClick={() => install()}>
          {t('session.installOn', names)}
        </Button>
      )}
      <FormError error={refusal} />
      {installation && <InstallationProgress installation={installation} machine={names.machine} tool={names.tool} onDismiss={dismiss} />}
      <Text size="xs" c="dimmed">
        {t('session.toolMissingHelp')}
      </Text>
    </Stack>
  );
}

function ByHand({ tool, machine }: { tool: ToolId; machine: Machine }) {
  const { t } = useTranslation();
  const names = { tool: toolName(tool, t), machine: machine.name };
  const line = installLine(tool);
  if (line === null) return <Text>{t('session.toolNotThere', names)}</Text>;
  return (
    <>
      <Text>{t('session.toolMissing', names)}</Text>
      <div className={classes.line}>
        <code>{line}</code>
        <CopyIcon value={line} label={t('session.copyLine')} />
      </div>
      <Text size="xs" c="dimmed">
        {t('session.toolMissingHelp')}
      </Text>
    </>
  );
}
