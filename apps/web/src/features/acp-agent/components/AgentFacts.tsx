import { Badge, Code, Group, Text } from '@mantine/core';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { testedWords } from '../agent-words.ts';
import { linesOf } from '../argument-lines.ts';
import classes from './AgentFacts.module.css';

/** What an agent is, and what to beware of. */
export function AgentFacts({ agent }: { agent: AcpAgent }) {
  return (
    <>
      {agent.caveat !== '' && (
        <div className={classes.caveat}>
          <IconAlertTriangleFilled size={16} className={classes.icon} aria-hidden />
          <Text>{agent.caveat}</Text>
        </div>
      )}
      <Definition agent={agent} />
    </>
  );
}

function Definition({ agent }: { agent: AcpAgent }) {
  const { t } = useTranslation();
  const given = (name: string, value: string) => (value === '' ? [] : [{ name, value }]);
  const facts = [
    { name: t('acpAgent.id'), value: agent.id },
    { name: t('acpAgent.program'), value: <Code>{agent.program}</Code> },
    ...(agent.args.length > 0 ? [{ name: t('acpAgent.args'), value: <Lines args={agent.args} /> }] : []),
    ...(agent.beside ? [{ name: t('acpAgent.besideShort'), value: <Lines args={agent.beside.args} /> }] : []),
    { name: t('acpAgent.calls'), value: t(`acpAgent.door.${agent.vendor}`) },
    { name: t('acpAgent.modes'), value: <Modes modes={agent.modes} /> },
    { name: t('acpAgent.model'), value: agent.needsModel ? t('acpAgent.modelNeeded') : t('acpAgent.modelOptional') },
    ...(agent.model === '{model}' ? [] : given(t('acpAgent.modelTemplateShort'), agent.model)),
    ...given(t('acpAgent.authMethod'), agent.authMethod),
    { name: t('acpAgent.tested'), value: testedWords(agent.tested, t) || t('acpAgent.testedByNobody') },
    { name: t('acpAgent.package'), value: agent.package || t('acpAgent.noPackage') },
    ...given(t('acpAgent.node'), agent.node),
  ];
  return (
    <DrawerSection title={t('acpAgent.one')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

function Lines({ args }: { args: readonly string[] }) {
  return <Code className={classes.lines}>{linesOf(args)}</Code>;
}

/** Each with what the agent calls it. */
function Modes({ modes }: Pick<AcpAgent, 'modes'>) {
  const { t } = useTranslation();
  return (
    <Group gap={4}>
      {modes.map(({ mode, id }) => (
        <Badge key={mode}>{id === '' ? t(`session.mode.${mode}`) : `${t(`session.mode.${mode}`)}: ${id}`}</Badge>
      ))}
    </Group>
  );
}
