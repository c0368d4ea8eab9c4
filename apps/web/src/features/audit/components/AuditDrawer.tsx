import { Stack, Text } from '@mantine/core';
import type { AuditEntry } from '@open-ace/contracts/audit';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useOutletContext, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { useFormat } from '#lib/use-format.ts';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { auditPage } from '../pages.ts';
import { actorLabel } from './audit-columns.tsx';
import { ChangesTable } from './ChangesTable.tsx';
import { OutcomeMark } from './OutcomeMark.tsx';

/** Shows an entry of the list beside it: entries are read by the page, never one alone. */
export function AuditDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { entryId } = useParams();
  const entries = useOutletContext<AuditEntry[] | undefined>();
  const entry = entries?.find(({ id }) => id === entryId);
  const title = entry ? t(`audit.action.${entry.action}`) : t('audit.one');
  usePageTitle(title, t('audit.title'));
  return (
    <RowDrawer
      title={title}
      status={entry && <OutcomeMark outcome={entry.outcome} />}
      onClose={() => void navigate({ pathname: auditPage.path, search }, { preventScrollReset: true })}
    >
      {entry && <Entry entry={entry} />}
      {entries && !entry && (
        <Text c="dimmed" p={16}>
          {t('audit.notInList')}
        </Text>
      )}
    </RowDrawer>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    { name: t('audit.column.at'), value: <span className="tabular">{format.exactTime(entry.at)}</span> },
    { name: t('audit.column.actor'), value: actorLabel(entry, t) },
    { name: t('audit.column.resource'), value: entry.resourceName || <Unknown reason={t('value.none')} /> },
    { name: t('audit.column.address'), value: entry.address || <Unknown /> },
    { name: t('audit.code'), value: <Mono>{entry.action}</Mono> },
    { name: t('error.request'), value: <Mono>{entry.requestId}</Mono> },
  ];
  return (
    <Stack gap={0}>
      <DrawerSection title={t('audit.what')}>
        <Facts facts={facts} />
      </DrawerSection>
      <DrawerSection title={t('audit.changes')}>
        <ChangesTable before={entry.before} after={entry.after} />
      </DrawerSection>
    </Stack>
  );
}

function Mono({ children }: { children: string }) {
  return (
    <Text span ff="monospace" size="xs">
      {children}
    </Text>
  );
}
