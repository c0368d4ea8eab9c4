import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormError } from './FormError.tsx';
import classes from './ModalForm.module.css';

interface ConfirmDialogProps {
  /** Names what goes: "Delete dev-01?" */
  title: string;
  /** What will happen, and what will not. */
  children: ReactNode;
  /** Names it again: "Delete dev-01". */
  confirmLabel: string;
  cancelLabel?: string;
  /** Typing this first; for what cannot be taken back lightly. */
  typed?: string;
  destructive?: boolean;
  pending?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Render it while it is open, so that it starts fresh each time. */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  cancelLabel,
  typed,
  destructive,
  pending,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const ready = typed === undefined || text.trim() === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !pending) onConfirm();
  };
  return (
    <Modal opened onClose={onClose} title={title} size={480} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={submit}>
        <Stack gap={16}>
          <Text component="div">{children}</Text>
          {typed !== undefined && (
            <TextInput
              data-autofocus
              label={t('confirm.type', { name: typed })}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          <FormError error={error} />
        </Stack>
        <Group gap={8} className={classes.footer}>
          <Button variant="default" onClick={onClose} data-autofocus={typed === undefined || undefined}>
            {cancelLabel ?? t('action.cancel')}
          </Button>
          <Button type="submit" color={destructive ? 'red' : undefined} disabled={!ready} loading={pending}>
            {confirmLabel}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
