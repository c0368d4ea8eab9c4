import { Modal, Text } from '@mantine/core';
import type { Me } from '@open-ace/contracts/auth';
import { useTranslation } from 'react-i18next';
import { LoginForm } from '#features/auth/components/LoginForm.tsx';
import { queryClient, trpc } from '#lib/trpc.ts';

/** Over a page with unsaved work whose sign-in has ended. Another person starts from the beginning instead. */
export function SignInAgain({ me }: { me: Me }) {
  const { t } = useTranslation();
  const enter = (signedIn: Me) => {
    if (signedIn.id !== me.id) return location.assign('/');
    queryClient.setQueryData(trpc.auth.me.queryKey(), signedIn);
    return void queryClient.invalidateQueries();
  };
  return (
    <Modal
      opened
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={400}
      title={t('login.again')}
      onClose={() => undefined}
    >
      <Text c="dimmed" mb={16}>
        {t('login.againPurpose')}
      </Text>
      <LoginForm username={me.username} onSignedIn={enter} />
    </Modal>
  );
}
