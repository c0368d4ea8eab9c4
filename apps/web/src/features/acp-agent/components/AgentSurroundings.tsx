import { Code } from '@mantine/core';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { useTranslation } from 'react-i18next';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import classes from './AgentSurroundings.module.css';

/** The variables and files that an agent is started with; nothing where it has none. */
export function AgentSurroundings({ agent: { env, config, modes } }: { agent: AcpAgent }) {
  const { t } = useTranslation();
  const variables = env.map(({ name, value }) => `${name}=${value}`).join('\n');
  return (
    <>
      {variables !== '' && <Block title={t('acpAgent.environment')} text={variables} />}
      {config !== '' && <Block title={t('acpAgent.config')} text={config} />}
      {modes.map(({ mode, config: own }) => {
        const title = t('acpAgent.modeConfig', { mode: t(`session.mode.${mode}`) });
        return own === undefined ? null : <Block key={mode} title={title} text={own} />;
      })}
    </>
  );
}

function Block({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation();
  return (
    <DrawerSection title={title} aside={<CopyIcon value={text} label={t('acpAgent.copyNamed', { name: title })} />}>
      <Code block className={classes.code}>
        {text || t('value.empty')}
      </Code>
    </DrawerSection>
  );
}
