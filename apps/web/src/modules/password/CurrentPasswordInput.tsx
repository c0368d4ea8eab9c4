import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function CurrentPasswordInput(props: PasswordInputProps) {
  const { t } = useTranslation();
  return <PasswordInput autoComplete="current-password" visibilityToggleButtonProps={{ 'aria-label': t('password.show') }} {...props} />;
}
