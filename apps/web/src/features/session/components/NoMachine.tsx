import { Button, Code, EmptyState } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newMachinePath } from '#modules/machine/paths.ts';
import { useMay } from '#modules/me/me.ts';
import { OwnClients } from './OwnClients.tsx';

/** Nothing can start anywhere: who may do something about it is told what, the others whom to ask. */
export function NoMachine() {
  const { t } = useTranslation();
  const may = useMay();
  const admin = may('admin_access');
  return (
    <EmptyState
      m="auto"
      px={16}
      size="sm"
      icon={<IconDeviceDesktop size={30} stroke={1.5} />}
      title={t('session.noMachine')}
      description={admin ? <Trans i18nKey="session.noMachineAdmin" components={{ code: <Code /> }} /> : t('session.noMachineUser')}
    >
      {admin && (
        <EmptyState.Actions>
          <Button component={Link} to={newMachinePath}>
            {t('machine.add')}
          </Button>
        </EmptyState.Actions>
      )}
      <OwnClients />
    </EmptyState>
  );
}
