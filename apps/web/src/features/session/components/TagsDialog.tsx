import { Modal, Text } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import { useTranslation } from 'react-i18next';
import { TagsField } from './TagsField.tsx';

export function TagsDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('session.tagsOf', { title: session.title })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Text c="dimmed" mb={8}>
        {t('session.tagsHelp')}
      </Text>
      <TagsField session={session} autoFocus />
    </Modal>
  );
}
