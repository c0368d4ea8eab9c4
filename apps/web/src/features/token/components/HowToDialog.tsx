import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import modal from '#ui/ModalForm.module.css';
import { apiTokensPage } from '../pages.ts';
import { ClientLines } from './ClientLines.tsx';

/** The lines for every client once more, with a gap for the token: its text is shown when it is made and never again. */
export function HowToDialog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  usePageTitle(t('apiToken.howTo'), t(apiTokensPage.title));
  const close = () => void navigate({ pathname: apiTokensPage.path, search }, { preventScrollReset: true });
  return (
    <Modal opened size={720} title={t('apiToken.howTo')} closeButtonProps={{ 'aria-label': t('action.close') }} onClose={close}>
      <Text mb={12}>{t('apiToken.howToNote')}</Text>
      <ClientLines token={null} scopes={['llm']} />
      <Group gap={8} className={modal.footer}>
        <Button data-autofocus onClick={close}>
          {t('action.close')}
        </Button>
      </Group>
    </Modal>
  );
}
