import { SegmentedControl, Stack, Tabs, Text } from '@mantine/core';
import type { TokenScope } from '@open-ace/contracts/gateway';
import { IconCode, IconTerminal2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SnippetBlock } from '#modules/code/SnippetBlock.tsx';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { useExampleModels } from '../callable-models.ts';
import {
  type Access,
  type Client,
  clientsFor,
  cliSnippets,
  curlSnippets,
  type SdkLanguage,
  type Snippet,
  sdkLanguages,
  sdkSnippets,
} from '../snippets.ts';
import classes from './ClientLines.module.css';

interface ClientLinesProps {
  /** The token's text; null where it is not known any more. */
  token: string | null;
  /** Only what the token opens is offered. */
  scopes: readonly TokenScope[];
}

/** The lines that lead a client through this server, a tab each. */
export function ClientLines({ token, scopes }: ClientLinesProps) {
  const { t } = useTranslation();
  const offered = clientsFor(scopes);
  const models = useExampleModels(token, scopes);
  const access = { origin: window.location.origin, token: token ?? t('apiToken.placeholder'), models };
  return (
    <Tabs defaultValue={offered[0] ?? 'curl'} keepMounted={false} className={classes.tabs}>
      <Tabs.List className={classes.list} aria-label={t('apiToken.clients')}>
        {offered.map((client) => (
          <Tabs.Tab key={client} value={client}>
            <ClientName client={client} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {offered.map((client) => (
        <Tabs.Panel key={client} value={client} pt={16}>
          <Panel client={client} access={access} scopes={scopes} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function ClientName({ client }: { client: Client }) {
  const { t } = useTranslation();
  if (client === 'gemini') return <ToolLabel tool={client} detail="CLI" />;
  if (client !== 'sdk' && client !== 'curl') return <ToolLabel tool={client} />;
  const Icon = client === 'sdk' ? IconCode : IconTerminal2;
  return (
    <span className={classes.name}>
      <Icon size={15} aria-hidden />
      {client === 'sdk' ? t('apiToken.sdks') : 'curl'}
    </span>
  );
}

interface PanelProps {
  client: Client;
  access: Access;
  scopes: readonly TokenScope[];
}

function Panel({ client, access, scopes }: PanelProps) {
  if (client === 'sdk') return <SdkPanel access={access} scopes={scopes} />;
  if (client === 'curl') return <Snippets snippets={curlSnippets(access, scopes)} notes={['model']} />;
  const notes: Record<typeof client, readonly Note[]> = {
    'claude-code': ['terminal'],
    codex: ['codex', 'terminal'],
    'qwen-code': ['model', 'qwen', 'terminal'],
    gemini: ['terminal'],
  };
  return <Snippets snippets={cliSnippets(client, access)} notes={notes[client]} />;
}

function SdkPanel({ access, scopes }: Omit<PanelProps, 'client'>) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<SdkLanguage>('typescript');
  return (
    <Stack gap={16} align="flex-start">
      <SegmentedControl
        aria-label={t('apiToken.sdkLanguage')}
        value={language}
        data={sdkLanguages.map((value) => ({ value, label: languageNames[value] }))}
        onChange={setLanguage}
      />
      <Snippets snippets={sdkSnippets(language, access, scopes)} notes={['model']} />
    </Stack>
  );
}

const languageNames: Record<SdkLanguage, string> = { typescript: 'TypeScript', python: 'Python' };

type Note = 'codex' | 'model' | 'qwen' | 'terminal';

function Snippets({ snippets, notes }: { snippets: readonly Snippet[]; notes: readonly Note[] }) {
  const { t } = useTranslation();
  const hasGap = snippets.some(({ code }) => code.includes('<model>'));
  const label = ({ name, purpose }: Snippet) => name ?? (purpose ? t(`apiToken.purpose.${purpose}`) : t('apiToken.inTerminal'));
  return (
    <Stack gap={16} w="100%" miw={0}>
      {snippets.map((snippet) => (
        <SnippetBlock key={label(snippet)} label={label(snippet)} language={snippet.language} code={snippet.code} />
      ))}
      <Stack gap={4}>
        {notes.map((note) => (
          <Text key={note} size="xs" c="dimmed">
            {t(note === 'model' && !hasGap ? 'apiToken.note.modelFilled' : `apiToken.note.${note}`)}
          </Text>
        ))}
      </Stack>
    </Stack>
  );
}
