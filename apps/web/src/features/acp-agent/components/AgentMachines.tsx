import { Anchor, Button, Code, Group, Skeleton, Text } from '@mantine/core';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { MachineTool } from '@open-ace/contracts/machine';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { failureText } from '#lib/errors.ts';
import { machinesPath } from '#modules/machine/paths.ts';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { installLine } from '../agent-words.ts';
import { type FoundOn, foundOn } from '../found-on.ts';
import { useMachines } from '../use-machines.ts';
import classes from './AgentMachines.module.css';

const shownAtFirst = 8;

/** Where the agent was found, in which version, and how it gets to where it was not. */
export function AgentMachines({ agent }: { agent: AcpAgent }) {
  const { t } = useTranslation();
  const machines = useMachines();
  const rows = machines.data && foundOn(machines.data.items, agent.id);
  return (
    <DrawerSection title={t('acpAgent.machines')}>
      {!rows && machines.error && <Text c="dimmed">{failureText(machines.error, t)}</Text>}
      {!rows && !machines.error && [0, 1, 2].map((line) => <Skeleton key={line} h={10} my={8} w={200} />)}
      {rows?.length === 0 && <Text c="dimmed">{t('acpAgent.noMachines')}</Text>}
      {rows && rows.length > 0 && <Rows rows={rows} />}
      {rows?.some(({ tool }) => tool === null) && <Install line={installLine(agent)} program={agent.program} />}
    </DrawerSection>
  );
}

function Rows({ rows }: { rows: readonly FoundOn[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, shownAtFirst);
  return (
    <>
      <ul className={classes.rows}>
        {shown.map(({ machine, tool }) => (
          <li key={machine.id} className={classes.row}>
            <Group justify="space-between" gap={12} wrap="nowrap">
              <Anchor component={Link} to={`${machinesPath}/${machine.id}/tools`} size="sm" truncate>
                {machine.name}
              </Anchor>
              {tool ? (
                <span className={`tabular ${classes.version}`}>{tool.version}</span>
              ) : (
                <Text span c="dimmed" className={classes.version}>
                  {t('acpAgent.notFound')}
                </Text>
              )}
            </Group>
            {tool && <Trouble tool={tool} />}
          </li>
        ))}
      </ul>
      {rows.length > shownAtFirst && (
        <Button variant="subtle" color="gray" size="xs" ml={-8} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('acpAgent.showFewer') : t('acpAgent.showAll', { count: rows.length })}
        </Button>
      )}
    </>
  );
}

/** Why no session can be started with it there, or that nobody has tried this version. */
function Trouble({ tool: { problem, tested } }: { tool: MachineTool }) {
  const { t } = useTranslation();
  if (problem !== '') {
    return (
      <Text size="xs" className={classes.problem}>
        {problem}
      </Text>
    );
  }
  if (tested) return null;
  return (
    <Text size="xs" className={classes.warning}>
      {t('acpAgent.otherVersion')}
    </Text>
  );
}

function Install({ line, program }: { line: string; program: string }) {
  const { t } = useTranslation();
  if (line === '') {
    return (
      <Text c="dimmed" size="xs" mt={8}>
        {t('acpAgent.installByHand', { program })}
      </Text>
    );
  }
  return (
    <div className={classes.install}>
      <Text c="dimmed" size="xs">
        {t('acpAgent.installHelp')}
      </Text>
      <Group gap={4} wrap="nowrap">
        <Code className={classes.line}>{line}</Code>
        <CopyIcon value={line} label={t('acpAgent.copyNamed', { name: line })} />
      </Group>
    </div>
  );
}
