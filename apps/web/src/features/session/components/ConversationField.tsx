import { Button, CloseButton, Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import type { Conversation } from '@open-ace/contracts/session';
import { toolName } from '@open-ace/contracts/tools';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Ago } from '#ui/Ago.tsx';
import { keepsConversations } from '../choices.ts';
import classes from './ConversationField.module.css';
import { ConversationPicker } from './ConversationPicker.tsx';

interface ConversationFieldProps {
  machine: Machine;
  tool: string;
  cwd: string;
  value: Conversation | null;
  onChange: (conversation: Conversation | null) => void;
}

/** Begins where a conversation ended that the CLI had in a terminal; nothing where there can be none. */
export function ConversationField({ machine, tool, cwd, value, onChange }: ConversationFieldProps) {
  const { t } = useTranslation();
  const [picking, setPicking] = useState(false);
  if (!keepsConversations(tool)) return null;
  const folder = cwd.trim();
  return (
    <div>
      {value ? (
        <div className={classes.chosen}>
          <IconHistory size={16} aria-hidden className={classes.icon} />
          <Text size="sm" className={classes.words}>
            {t('session.goesOnWith', { conversation: value.words || value.toolSessionId.slice(0, 8) })}
          </Text>
          <Text size="xs" c="dimmed" className={classes.ago}>
            <Ago date={value.at} phrase />
          </Text>
          <CloseButton size="sm" aria-label={t('session.beginAnew')} onClick={() => onChange(null)} />
        </div>
      ) : (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className={classes.pick}
          leftSection={<IconHistory size={14} />}
          disabled={machine.status === 'offline' || folder === ''}
          onClick={() => setPicking(true)}
        >
          {t('session.pickConversation', { tool: toolName(tool) })}
        </Button>
      )}
      {picking && (
        <ConversationPicker
          machine={machine}
          tool={tool}
          cwd={folder}
          onClose={() => setPicking(false)}
          onChoose={(conversation) => {
            onChange(conversation);
            setPicking(false);
          }}
        />
      )}
    </div>
  );
}
