import { ActionIcon, Button, Collapse, Group, Loader, Text } from '@mantine/core';
import { IconAlertCircle, IconCircleCheckFilled, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandOutput } from './CommandOutput.tsx';
import classes from './InstallationProgress.module.css';
import { installAdvice, nodeNeeded } from './install-advice.ts';
import { type Installation, isOver } from './installations.ts';

interface InstallationProgressProps {
  installation: Installation;
  machine: string;
  tool: string;
  onDismiss: () => void;
}

/** How far an installation is, with what npm says; once it failed, why and what to do. */
export function InstallationProgress({ installation, machine, tool, onDismiss }: InstallationProgressProps) {
  const { t } = useTranslation();
  const { progress } = installation;
  const ended = isOver(installation);
  const failed = ended && progress?.status !== 'done';
  const [open, setOpen] = useState<boolean | null>(null);
  // In sight while it grows and where it failed; what went well needs no reading.
  const shown = open ?? (!ended || failed);
  const output = progress?.progress ?? '';
  return (
    <div className={classes.box} data-failed={failed || undefined}>
      <Group gap={8} wrap="nowrap">
        <StateIcon ended={ended} failed={failed} />
        <Text span role="status" className={classes.words}>
          {stateWords(installation, { machine, tool }, t)}
        </Text>
        {output !== '' && (
          <Button size="xs" variant="subtle" color="gray" aria-expanded={shown} onClick={() => setOpen(!shown)}>
            {t(shown ? 'machine.install.hideLog' : 'machine.install.showLog')}
          </Button>
        )}
        {ended && (
          <ActionIcon aria-label={t('action.close')} onClick={onDismiss}>
            <IconX size={15} />
          </ActionIcon>
        )}
      </Group>
      {failed && <Reason error={progress?.error ?? ''} output={output} machine={machine} tool={tool} />}
      {output !== '' && (
        <Collapse expanded={shown} transitionDuration={0}>
          <div className={classes.log}>
            <CommandOutput label={t('machine.install.log', { tool })} text={output} />
          </div>
        </Collapse>
      )}
    </div>
  );
}

function StateIcon({ ended, failed }: { ended: boolean; failed: boolean }) {
  if (!ended) return <Loader size={15} aria-hidden />;
  if (failed) return <IconAlertCircle size={16} className={classes.failed} aria-hidden />;
  return <IconCircleCheckFilled size={16} className={classes.done} aria-hidden />;
}

function stateWords({ progress, version }: Installation, names: { machine: string; tool: string }, t: TFunction): string {
  const what = { ...names, tool: [names.tool, version].filter(Boolean).join(' ') };
  switch (progress?.status) {
    case 'started':
      return t('machine.install.running', what);
    case 'done':
      return t('machine.install.done', what);
    case 'failed':
      return t('machine.install.failed', what);
    case 'unknown':
      return t('machine.install.unknown', what);
    case 'expired':
      return t('machine.install.expired', what);
    default:
      return t('machine.install.waiting', what);
  }
}

/** Why, and what helps; a Node that is too old is said in our words, all else in the machine's own. */
function Reason({ error, output, machine, tool }: { error: string; output: string; machine: string; tool: string }) {
  const { t } = useTranslation();
  const node = nodeNeeded(error);
  if (node) {
    const words = { tool, machine, needed: node.needed, found: node.found };
    return (
      <Text size="xs" mt={4}>
        {t(node.found ? 'machine.install.nodeTooOld' : 'machine.install.nodeMissing', words)}
      </Text>
    );
  }
  const advice = installAdvice(error, output);
  return (
    <>
      {/* What npm said is in the log below; where there is none, this is all there is to read. */}
      {output === '' && error !== '' && (
        <Text size="xs" mt={4} className={classes.words}>
          {error}
        </Text>
      )}
      {advice && (
        <Text size="xs" mt={4}>
          {t(`machine.install.advice.${advice}`, { machine })}
        </Text>
      )}
    </>
  );
}
