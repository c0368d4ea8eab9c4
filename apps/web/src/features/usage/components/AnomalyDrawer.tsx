import { Anchor, Button, SegmentedControl, Stack, Table, Text, Textarea } from '@mantine/core';
import { type Anomaly, AnomalyStatus } from '@open-ace/contracts/analysis';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay } from '#modules/me/me.ts';
import { rounded } from '#modules/usage/figures.ts';
import { useMeasureFormat } from '#modules/usage-chart/measure-format.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { Facts } from '#ui/Facts.tsx';
import { FormError } from '#ui/FormError.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { anomalyKey } from '../anomaly.ts';
import { useDriverName } from '../driver-name.ts';
import { anomaliesPage } from '../pages.ts';
import { toParam, type UsageFilterState, useRequestsLink, useUsageFilters } from '../usage-filters.ts';
import { useAnomalies } from '../use-anomalies.ts';
import { AnomalyStanding, anomalyWords } from './AnomalyName.tsx';

/** One unusual day: how far off it lies, who and what is behind it, and what is to be said of it. */
export function AnomalyDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { anomaly: key = '' } = useParams();
  const state = useUsageFilters();
  const asked = useAnomalies(state);
  const found = asked.data?.items.find((each) => anomalyKey(each) === encodeURIComponent(key));
  const title = found ? anomalyWords(found, t) : t(anomaliesPage.title);
  usePageTitle(title, t(anomaliesPage.title));
  return (
    <RowDrawer title={title} onClose={() => void navigate({ pathname: anomaliesPage.path, search }, { preventScrollReset: true })}>
      <DrawerBody query={asked} errorTitle={t('usage.loadFailed')}>
        {() =>
          found ? (
            <>
              <Facet anomaly={found} state={state} />
              {found.drivers.length > 0 && <Drivers anomaly={found} state={state} />}
              <Standing key={key} anomaly={found} state={state} />
            </>
          ) : (
            <Text p={16}>{t('analysis.noLongerUnusual')}</Text>
          )
        }
      </DrawerBody>
    </RowDrawer>
  );
}

interface PartProps {
  anomaly: Anomaly;
  state: UsageFilterState;
}

function Facet({ anomaly, state: { filters } }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { exact } = useMeasureFormat(filters.measure);
  const requestsLink = useRequestsLink();
  const figure = (value: number) => exact(rounded(value, filters.measure));
  const { kind, day, value, expected, score } = anomaly;
  return (
    <DrawerSection
      title={format.calendarWeekday(day)}
      aside={
        <Anchor component={Link} to={requestsLink({ from: day, to: day })} size="sm">
          {t('usage.viewRequests')}
        </Anchor>
      }
    >
      <Text mb={10}>{t(`analysis.about.${kind}`)}</Text>
      <Facts
        facts={[
          { name: t(`analysis.valueOf.${kind}`), value: <span className="tabular">{figure(value)}</span> },
          ...(expected === null ? [] : [{ name: t('analysis.expected'), value: <span className="tabular">{figure(expected)}</span> }]),
          ...(score === null
            ? []
            : [{ name: t('analysis.score'), value: t('analysis.deviations', { count: Math.round(score * 10) / 10 }) }]),
        ]}
      />
    </DrawerSection>
  );
}

const params = {
  person: 'person',
  machine: 'machine',
  project: 'project',
  tool: 'tool',
  provider: 'provider',
  model: 'model',
  providerKey: 'providerKeyId',
} as const;

function Drivers({ anomaly: { day, drivers }, state: { filters } }: PartProps) {
  const { t } = useTranslation();
  const { plain } = useMeasureFormat(filters.measure);
  const driverName = useDriverName();
  const requestsLink = useRequestsLink();
  const figure = (value: number) => plain(rounded(value, filters.measure));
  return (
    <DrawerSection title={t('analysis.drivers')}>
      <Table aria-label={t('analysis.drivers')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('analysis.driver')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('analysis.thatDay')}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {t('analysis.usually')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {drivers.map((driver) => (
            <Table.Tr key={`${driver.by} ${driver.id}`}>
              <Table.Td>
                <Anchor component={Link} to={requestsLink({ from: day, to: day, [params[driver.by]]: toParam(driver.id) })} inherit>
                  {driverName(driver)}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {t(`analysis.by.${driver.by}`)}
                </Text>
              </Table.Td>
              <Table.Td ta="end" className="tabular">
                {figure(driver.value)}
              </Table.Td>
              <Table.Td ta="end" className="tabular" c="dimmed">
                {figure(driver.usual)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </DrawerSection>
  );
}

function Standing({ anomaly, state: { narrowing } }: PartProps) {
  const { t } = useTranslation();
  const may = useMay()('run_analysis');
  const [status, setStatus] = useState(anomaly.status);
  const [note, setNote] = useState(anomaly.note);
  const set = useMutation(
    trpc.analysis.setAnomaly.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.analysis.anomalies.pathFilter()),
    }),
  );
  const { kind, metric, day, subject, handledBy } = anomaly;
  const said = anomaly.status !== 'open' && handledBy !== null && t('analysis.saidBy', { name: handledBy });
  if (!may) {
    return (
      <DrawerSection title={t('usage.status')}>
        <AnomalyStanding anomaly={anomaly} />
        <Text size="sm" c="dimmed" mt={6}>
          {[said, anomaly.note].filter(Boolean).join(' · ')}
        </Text>
      </DrawerSection>
    );
  }
  const changed = status !== anomaly.status || note.trim() !== anomaly.note;
  return (
    <DrawerSection title={t('usage.status')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate({ ...narrowing, kind, metric, day, subject, status, note });
        }}
      >
        <Stack gap={12}>
          <SegmentedControl
            fullWidth
            aria-label={t('usage.status')}
            value={status}
            data={AnomalyStatus.options.map((value) => ({ value, label: t(`analysis.status.${value}`) }))}
            onChange={(value) => setStatus(AnomalyStatus.parse(value))}
          />
          <Textarea
            label={t('analysis.note')}
            description={t('analysis.noteHelp')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <FormError error={set.error} />
          <Button type="submit" loading={set.isPending} disabled={!changed} style={{ alignSelf: 'flex-start' }}>
            {t('action.save')}
          </Button>
          {said && (
            <Text size="sm" c="dimmed">
              {said}
            </Text>
          )}
        </Stack>
      </form>
    </DrawerSection>
  );
}
