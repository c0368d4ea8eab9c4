import { Anchor, Table, Text } from '@mantine/core';
import type { CallAttempt, UsageEventDetail } from '@open-ace/contracts/usage';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { useMay } from '#modules/me/me.ts';
import { providerKeysPath } from '#modules/provider-key/paths.ts';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { reasonWords } from '../call-reasons.ts';
import classes from './CallAttempts.module.css';

/** The key that a call went out with, and those that were tried before it. */
export function CallAttempts({ event: { source, status, providerKey, attempts } }: { event: UsageEventDetail }) {
  const { t } = useTranslation();
  if (source !== 'gateway' || status === 'refused') return null;
  return (
    <DrawerSection title={t('usage.key')}>
      {providerKey ? <KeyName id={providerKey.id} name={providerKey.name} /> : <Text c="dimmed">{t('usage.noKey')}</Text>}
      {attempts.length > 0 && <Attempts attempts={attempts} />}
    </DrawerSection>
  );
}

function KeyName({ id, name }: { id: string; name: string }) {
  const admin = useMay()('admin_access');
  if (!admin) return name;
  return (
    <Anchor component={Link} to={`${providerKeysPath}/${id}`}>
      {name}
    </Anchor>
  );
}

function Attempts({ attempts }: { attempts: CallAttempt[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table className={classes.table} aria-label={t('usage.attempts')} highlightOnHover={false}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('usage.attempt')}</Table.Th>
          <Table.Th scope="col">{t('usage.outcome')}</Table.Th>
          <Table.Th scope="col" ta="end">
            {t('usage.took')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {attempts.map(({ providerKeyId, keyName, httpStatus, reason, message, ms }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same key may be tried twice, and attempts never change their order
          <Table.Tr key={`${index} ${providerKeyId}`}>
            <Table.Td>{keyName || <Unknown />}</Table.Td>
            <Table.Td>
              {reason ? reasonWords(reason, t) : t('usage.keyAnswered')}
              {message && <Text size="xs">{message}</Text>}
              {httpStatus !== null && (
                <Text size="xs" c="dimmed">
                  {t('usage.httpStatus', { status: httpStatus })}
                </Text>
              )}
            </Table.Td>
            <Table.Td ta="end" className="tabular">
              {format.latency(ms)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
