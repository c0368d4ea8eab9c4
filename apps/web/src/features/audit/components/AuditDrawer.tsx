import { Stack, Text } from '@mantine/core';
import type { AuditEntry } from '@open-ace/contracts/audit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useOutletContext, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { auditPage } from '../pages.ts';
import { actorLabel } from './audit-columns.tsx';
import { ChangesTable } from './ChangesTable.tsx';
import { OutcomeMark } from './OutcomeMark.tsx';

/** An entry of the list beside it, or any other that a link leads to. */
export function AuditDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { entryId = '' } = useParams();
  const listed = useOutletContext<AuditEntry[] | undefined>();
  const inList = listed?.find(({ id }) => id === entryId);
  const alone = useQuery(trpc.audit.get.queryOptions({ auditId: entryId }, { enabled: !inList }));
  const entry = inList ?? alone.data;
  const title = entry ? t(`audit.action.${entry.action}`) : t('audit.one');
  usePageTitle(title, t('audit.title'));
  return (
    <RowDrawer
      title={title}
      status={entry && <OutcomeMark outcome={entry.outcome} />}
      onClose={() => void navigate({ pathname: auditPage.path, search }, { preventScrollReset: true })}
    >
      <DrawerBody query={{ ...alone, data: entry }} errorTitle={t('audit.oneLoadFailed')}>
        {(data) => <Entry entry={data} />}
      </DrawerBody>
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
