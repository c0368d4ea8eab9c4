import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './SecretInput.module.css';

/**
 * A key of somebody else's service. Masked like a password but not one: browsers and their extensions offer to keep what
 * is typed into a password field, and this must be kept nowhere but on the server.
 */
export function SecretInput(props: TextInputProps) {
  const { t } = useTranslation();
  const [shown, { toggle }] = useDisclosure();
  const Eye = shown ? IconEyeOff : IconEye;
  const label = shown ? t('providerKey.hideKey') : t('providerKey.showKey');
  return (
    <TextInput
      autoComplete="off"
      autoCorrect="off"
      autoCapitalize="none"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      data-bwignore
      maxLength={1000}
      classNames={{ input: shown ? classes.shown : classes.masked }}
      rightSection={
        <ActionIcon size={26} aria-label={label} title={label} aria-pressed={shown} onClick={toggle}>
          <Eye size={16} />
        </ActionIcon>
      }
      {...props}
    />
  );
}
