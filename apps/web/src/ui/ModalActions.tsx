import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import modal from './ModalForm.module.css';

interface ModalActionsProps {
  /** What the form does. */
  submit: string;
  busy: boolean;
  onCancel: () => void;
}

/** The end of a form in a dialog. */
export function ModalActions({ submit, busy, onCancel }: ModalActionsProps) {
  const { t } = useTranslation();
  return (
    <Group gap={8} className={modal.footer}>
      <Button variant="default" onClick={onCancel}>
        {t('action.cancel')}
      </Button>
      <Button type="submit" loading={busy}>
        {submit}
      </Button>
    </Group>
  );
}
