import { Anchor, EmptyState, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import type { Quota } from '@open-ace/contracts/quota';
import { IconGauge } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useOutletContext, useParams } from 'react-router';
import { addDays, dayOf } from '#lib/calendar.ts';
import { showFieldErrors } from '#lib/errors.ts';
import { startFrom } from '#lib/forms.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay, useMe } from '#modules/me/me.ts';
import { requestsPath } from '#modules/usage/paths.ts';
import { Ago } from '#ui/Ago.tsx';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { DrawerForm } from '#ui/DrawerForm.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { limitText, readLimit } from '../limit-text.ts';
import { reloadQuotas } from '../live-quotas.ts';
import { quotasPage } from '../pages.ts';
import { amountWords, exactWords, figureOf, shareWords, subjectName, wordsOf } from '../quota-words.ts';
import { standingOf } from '../standing.ts';
import { BudgetNote } from './BudgetNote.tsx';
import { limitRule } from './limit-rule.ts';
import { QuotaActions } from './QuotaActions.tsx';
import { QuotaBar } from './QuotaBar.tsx';
import classes from './QuotaDrawer.module.css';
import { QuotaState } from './QuotaState.tsx';
import { ResetsIn } from './ResetsIn.tsx';

const mostOfAll = 200;

/** A budget of the list beside it, or any other that a link leads to. */
export function QuotaDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { quotaId = '' } = useParams();
  const listed = useOutletContext<Quota[] | undefined>();
  const inList = listed?.find(({ id }) => id === quotaId);
  const all = useQuery(trpc.quota.list.queryOptions({ limit: mostOfAll }, { enabled: !inList }));
  const quota = inList ?? all.data?.items.find(({ id }) => id === quotaId);
  const gone = !quota && all.isSuccess;
  const title = quota ? subjectName(quota.subject, t) : t('quota.one');
  usePageTitle(title, t(quotasPage.title));
  const close = () => void navigate({ pathname: quotasPage.path, search }, { preventScrollReset: true });
  return (
    <RowDrawer title={title} actions={quota && <QuotaActions quota={quota} onDeleted={close} />} onClose={close}>
      {gone ? (
        <EmptyState
          py={72}
          px={16}
          size="sm"
          icon={<IconGauge size={28} stroke={1.5} />}
          title={t('quota.gone')}
          description={t('quota.goneAdvice')}
        />
      ) : (
        <DrawerBody query={{ ...all, data: quota }} errorTitle={t('quota.loadFailed')}>
          {(data) => (
            <>
              <StandingSection quota={data} />
              <LimitForm key={data.id} quota={data} />
            </>
          )}
        </DrawerBody>
      )}
    </RowDrawer>
  );
}

function StandingSection({ quota }: { quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { metric, limit, refused, startsAt, updatedAt } = quota;
  const standing = standingOf(quota);
  const amount = (value: number) => <span className="tabular">{exactWords(metric, value, t, format)}</span>;
  const facts = [
    ...(standing
      ? [
          { name: t('quota.use'), value: amount(standing.used) },
          { name: t('quota.held'), value: <span title={t('quota.heldHelp')}>{amount(standing.held)}</span> },
          { name: t('quota.left'), value: amount(standing.left) },
        ]
      : []),
    { name: t('quota.limit'), value: amount(limit) },
    ...(refused ? [{ name: t('quota.refused'), value: <span className="tabular">{t('quota.calls', { count: refused })}</span> }] : []),
    ...(startsAt ? [{ name: t('quota.began'), value: <span className="tabular">{format.dateTime(startsAt)}</span> }] : []),
    { name: t('quota.reset'), value: <ResetsIn quota={quota} /> },
    { name: t('quota.lastSet'), value: <Ago phrase date={updatedAt} /> },
  ];
  return (
    <DrawerSection title={wordsOf(quota, t, format)}>
      {standing && (
        <div className={classes.standing}>
          <div className={classes.line}>
            <span className="tabular">
              {t('quota.ofLimit', { used: figureOf(metric, standing.used, format), limit: amountWords(metric, limit, t, format) })}
            </span>
            <span className="tabular">
              {shareWords(standing.usedShare, format)} <QuotaState state={standing.state} />
            </span>
          </div>
          <QuotaBar standing={standing} tall />
          {standing.state === 'full' && <div className={classes.full}>{t('quota.noneFits')}</div>}
        </div>
      )}
      {!standing && <div className={classes.standing}>{t('quota.eachSession')}</div>}
      <Facts facts={facts} />
      <RequestsBehind quota={quota} />
    </DrawerSection>
  );
}

/** Where the rows are that were counted, as far as the list of requests can be narrowed to them. */
function RequestsBehind({ quota: { subject, startsAt, resetsAt } }: { quota: Quota }) {
  const { t } = useTranslation();
  const { timeZone } = useMe();
  const everyone = useMay()('admin_access');
  if (!everyone || !startsAt || !resetsAt || (subject.type !== 'user' && subject.type !== 'tenant')) return null;
  const params = new URLSearchParams({
    from: dayOf(Date.parse(startsAt), timeZone),
    to: addDays(dayOf(Date.parse(resetsAt), timeZone), -1),
    ...(subject.type === 'user' && { person: subject.id }),
  });
  return (
    <Anchor component={Link} to={{ pathname: requestsPath, search: params.toString() }} className={classes.behind}>
      {t('quota.requestsBehind')}
    </Anchor>
  );
}

function LimitForm({ quota }: { quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [refusal, setRefusal] = useState<unknown>(null);
  const { metric, period, subject } = quota;
  const form = useForm({
    initialValues: { limit: limitText(quota.limit) },
    validate: { limit: (limit: string) => limitRule(limit, metric, t) },
  });
  const set = useMutation(
    trpc.quota.set.mutationOptions({
      onSuccess: (saved) => {
        startFrom(form, { limit: limitText(saved.limit) });
        setRefusal(null);
        reloadQuotas();
        notifications.show({ message: t('quota.saved', { budget: wordsOf(saved, t, format) }) });
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const typed = readLimit(form.values.limit, metric);
  const advice = metric === 'usd' ? t('quota.adviceUsd') : t('quota.adviceTokens');
  const preview = typed === null ? advice : wordsOf({ ...quota, limit: typed }, t, format);
  return (
    <DrawerForm
      form={form}
      saving={set.isPending}
      refusal={refusal}
      onSubmit={form.onSubmit(({ limit }) => {
        const amount = readLimit(limit, metric);
        if (amount !== null) set.mutate({ subject: { type: subject.type, id: subject.id }, metric, period, limit: amount });
      })}
    >
      <DrawerSection title={t('quota.change')}>
        <Stack gap={12}>
          <TextInput
            label={t('quota.limit')}
            description={preview}
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
            {...form.getInputProps('limit')}
          />
          <BudgetNote metric={metric} />
        </Stack>
      </DrawerSection>
    </DrawerForm>
  );
}
