import { Badge, Group, Stack, Text } from '@mantine/core';
import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import { useTranslation } from 'react-i18next';
import { InstallationProgress } from '#modules/machine/InstallationProgress.tsx';
import { useInstallation } from '#modules/machine/use-installation.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { FormError } from '#ui/FormError.tsx';
import { installStep, type KnownTool } from '../known-tools.ts';
import { InstallActions } from './InstallActions.tsx';
import classes from './MachineTools.module.css';

/** A tool on a machine: what is there, what it can do there, and the way to another version. */
export function ToolCard({ machine, tool }: { machine: Machine; tool: KnownTool }) {
  const { t } = useTranslation();
  const { installed, name, package: npm } = tool;
  const { installation, isBusy, refusal, install, dismiss } = useInstallation(machine.id, tool.tool);
  return (
    <section className={classes.tool} aria-label={name}>
      <Group justify="space-between" gap={8} wrap="nowrap" className={classes.head}>
        <ToolLabel tool={tool.tool} detail={installed?.version} />
        {machine.mayManage && (
          <InstallActions tool={tool} step={installStep(tool)} offline={machine.status === 'offline'} busy={isBusy} onInstall={install} />
        )}
      </Group>
      {installed ? (
        <InstalledTool machine={machine} tool={installed} name={name} />
      ) : (
        <Text size="xs" c="dimmed" className={classes.state}>
          {npm ? t('machine.toolNotThere', { version: npm.version }) : t('machine.toolNoPackage', { tool: name })}
          {npm?.node && ` ${t('machine.toolNeedsNode', { node: npm.node })}`}
        </Text>
      )}
      <Stack gap={8} mt={installation || refusal ? 8 : 0}>
        <FormError error={refusal} />
        {installation && <InstallationProgress installation={installation} machine={machine.name} tool={name} onDismiss={dismiss} />}
      </Stack>
    </section>
  );
}

function InstalledTool({ machine, tool, name }: { machine: Machine; tool: MachineTool; name: string }) {
  const { t } = useTranslation();
  const { tested, problem, modes, withheldModes } = tool;
  const offered = modes.filter((mode) => !withheldModes.some((withheld) => withheld.mode === mode));
  return (
    <>
      {problem !== '' && (
        <Text size="xs" className={`${classes.state} ${classes.problem}`}>
          {problem}
        </Text>
      )}
      <Text size="xs" c={tested ? 'dimmed' : undefined} className={`${classes.state} ${tested ? '' : classes.warning}`}>
        {t(tested ? 'machine.testedVersion' : 'machine.notTestedAdvice')}
      </Text>
      {modes.length === 0 && problem === '' && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('machine.toolNotDriven')}
        </Text>
      )}
      {offered.length > 0 && (
        <ul className={classes.modes} aria-label={t('session.modeLabel')}>
          {offered.map((mode) => (
            <Badge key={mode} component="li">
              {t(`session.mode.${mode}`)}
            </Badge>
          ))}
        </ul>
      )}
      {withheldModes.map(({ mode, reason }) => (
        <Text key={mode} size="xs" c="dimmed" mt={6}>
          {t(`session.withheld.${reason}`, { mode: t(`session.mode.${mode}`), machine: machine.name, tool: name })}
        </Text>
      ))}
    </>
  );
}
