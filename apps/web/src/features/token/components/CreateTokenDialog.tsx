import { Button, Group, Modal, Stack, Title } from '@mantine/core';
import type { CreatedApiToken } from '@open-ace/contracts/gateway';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import modal from '#ui/ModalForm.module.css';
import { OneTimeSecret } from '#ui/OneTimeSecret.tsx';
import { apiTokensPage } from '../pages.ts';
import { ClientLines } from './ClientLines.tsx';
import { CreateTokenForm } from './CreateTokenForm.tsx';

/** First the form, then the token, which is shown this once, in the lines that it is for. */
export function CreateTokenDialog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [created, setCreated] = useState<CreatedApiToken | null>(null);
  usePageTitle(t('apiToken.create'), t(apiTokensPage.title));
  const close = () => void navigate({ pathname: apiTokensPage.path, search }, { preventScrollReset: true });
  return (
    <Modal
      opened
      size={created ? 720 : 560}
      title={created ? t('apiToken.created', { name: created.name }) : t('apiToken.create')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={close}
    >
      {created ? <CreatedToken created={created} onClose={close} /> : <CreateTokenForm onCreated={setCreated} onCancel={close} />}
    </Modal>
  );
}

function CreatedToken({ created, onClose }: { created: CreatedApiToken; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Stack gap={20}>
        <OneTimeSecret label={t('apiToken.one')} secret={created.token} note={t('apiToken.onceNote')} />
        <div>
          <Title order={3} mb={8}>
            {t('apiToken.howTo')}
          </Title>
          <ClientLines token={created.token} scopes={created.scopes} />
        </div>
      </Stack>
      <Group gap={8} className={modal.footer}>
        <Button onClick={onClose}>{t('action.done')}</Button>
      </Group>
    </>
  );
}
