import { Button, Group, Text } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countDirty, type DirtyForm } from '#lib/forms.ts';
import { useUnsaved } from '#lib/unsaved.ts';
import classes from './DrawerForm.module.css';
import { FormError } from './FormError.tsx';

interface DrawerFormProps {
  form: DirtyForm & { reset: () => void };
  saving: boolean;
  /** What the server said to all of it, and not to one field. */
  refusal: unknown;
  onSubmit: FormEventHandler<HTMLFormElement>;
  children: ReactNode;
}

/** What of a drawer can be changed: saving stays in sight as long as there is something to save, and leaving asks first. */
export function DrawerForm({ form, saving, refusal, onSubmit, children }: DrawerFormProps) {
  const { t } = useTranslation();
  const changes = countDirty(form);
  useUnsaved(changes > 0);
  return (
    <form noValidate autoComplete="off" className={classes.form} onSubmit={onSubmit}>
      {children}
      {(changes > 0 || Boolean(refusal)) && (
        <div className={classes.save}>
          <FormError error={refusal} />
          <Group gap={8} wrap="nowrap">
            <Text truncate role="status" className="tabular">
              {t('form.unsaved', { count: changes })}
            </Text>
            <Group gap={8} ml="auto" wrap="nowrap">
              <Button variant="default" onClick={form.reset} disabled={saving}>
                {t('action.discard')}
              </Button>
              <Button type="submit" loading={saving}>
                {t('action.save')}
              </Button>
            </Group>
          </Group>
        </div>
      )}
    </form>
  );
}
