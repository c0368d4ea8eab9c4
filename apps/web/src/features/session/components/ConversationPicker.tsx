import { Modal, Skeleton, Text, UnstyledButton } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import type { Conversation, Conversations } from '@open-ace/contracts/session';
import { toolName } from '@open-ace/contracts/tools';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { Ago } from '#ui/Ago.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import classes from './ConversationField.module.css';
import form from './NewSessionForm.module.css';

interface ConversationPickerProps {
  machine: Machine;
  tool: string;
  cwd: string;
  onChoose: (conversation: Conversation) => void;
  onClose: () => void;
}

/** What a CLI keeps of a folder on a machine, and was not begun here. */
export function ConversationPicker({ machine, tool, cwd, onChoose, onClose }: ConversationPickerProps) {
  const { t } = useTranslation();
  const found = useQuery(
    trpc.session.conversations.queryOptions({ machineId: machine.id, tool, cwd }, { retry: false, staleTime: 10_000, gcTime: 0 }),
  );
  return (
    <Modal
      opened
      size={560}
      title={t('session.conversationsTitle', { tool: toolName(tool) })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={onClose}
    >
      <Text size="xs" c="dimmed" mb={8}>
        {t('session.conversationsOf', { machine: machine.name, folder: cwd })}
      </Text>
      {found.isError ? (
        <ErrorState title={t('session.conversationsFailed')} error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <ConversationList found={found.data} onChoose={onChoose} />
      )}
    </Modal>
  );
}

function ConversationList({ found, onChoose }: { found: Conversations | undefined; onChoose: (conversation: Conversation) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (found?.policy === 'off') return <Text c="dimmed">{t('session.conversationsOff')}</Text>;
  if (found?.items.length === 0) return <Text c="dimmed">{t('session.noConversations')}</Text>;
  return (
    <>
      <ul className={`${form.folders} ${classes.list}`} aria-busy={!found} aria-label={t('session.conversations')}>
        {!found && [60, 45, 70, 52].map((width) => <Skeleton key={width} h={10} w={`${width}%`} m={10} />)}
        {found?.items.map((conversation) => (
          <li key={conversation.toolSessionId}>
            <UnstyledButton className={classes.conversation} onClick={() => onChoose(conversation)}>
              {conversation.words === '' ? (
                <span className={`${classes.words} ${classes.id}`}>{conversation.toolSessionId}</span>
              ) : (
                <span className={classes.words}>{conversation.words}</span>
              )}
              <span className={classes.figures}>
                {format.bytes(conversation.bytes)} · <Ago date={conversation.at} phrase />
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {found?.policy === 'usage' && (
        <Text size="xs" c="dimmed" mt={8}>
          {t('session.conversationWordsKept')}
        </Text>
      )}
    </>
  );
}
