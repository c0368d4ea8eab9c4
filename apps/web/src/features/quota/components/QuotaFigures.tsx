import { Popover, Skeleton, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Quota } from '@open-ace/contracts/quota';
import type { UsageMetric } from '@open-ace/contracts/usage';
import { IconGauge } from '@tabler/icons-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#lib/missing-part.ts';
import { useFormat } from '#lib/use-format.ts';
import { phone } from '#ui/breakpoints.ts';
import { useLiveQuotas } from '../live-quotas.ts';
import { figureOf, shareWords, subjectName } from '../quota-words.ts';
import { standingOf, tightest } from '../standing.ts';
import { useMyQuotas } from '../use-my-quotas.ts';
import { QuotaBar } from './QuotaBar.tsx';
import classes from './QuotaFigures.module.css';
import { subjectIcons } from './SubjectName.tsx';

const MyQuotas = lazyPart(async () => ({ default: (await import('./MyQuotas.tsx')).MyQuotas }));

const shownAtOnce = 2;

interface QuotaFiguresProps {
  /** The session on show, whose own budget counts too. */
  sessionId: string | undefined;
  /** One's own use, of what the budgets on show do not count. */
  today: (counted: UsageMetric[]) => ReactNode;
}

/** How the budgets stand that bind the viewer, in the line at the bottom; all of them on a click. */
export function QuotaFigures({ sessionId, today }: QuotaFiguresProps) {
  const mine = useMyQuotas(sessionId);
  useLiveQuotas();
  if (mine.isPending) return null;
  const quotas = mine.data?.items ?? [];
  const shown = tightest(quotas, shownAtOnce);
  return (
    <>
      {shown.length > 0 && <Bars shown={shown} quotas={quotas} />}
      {today(shown.map(({ metric }) => metric))}
    </>
  );
}

function Bars({ shown, quotas }: { shown: Quota[]; quotas: Quota[] }) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="top-start" width={380} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.bars} onClick={() => setOpen(!open)}>
          <span className="visuallyHidden">{t('quota.mineLabel')}</span>
          {isPhone ? <PhoneMark quotas={quotas} /> : shown.map((quota) => <Bar key={quota.id} quota={quota} />)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} maw="calc(100vw - 1rem)" aria-label={t('quota.mine')}>
        <Suspense fallback={<Skeleton h={96} aria-label={t('quota.mineLoading')} />}>
          <MyQuotas quotas={quotas} onClose={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

function Bar({ quota }: { quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const standing = standingOf(quota);
  if (!standing) return null;
  const { metric, period, limit, subject } = quota;
  const Icon = subject.type === 'user' ? null : subjectIcons[subject.type];
  return (
    <span className={classes.item} data-state={standing.state}>
      {Icon && <Icon size={13} role="img" aria-label={subjectName(subject, t)} />}
      <span>{t(`quota.short.${metric}.${period}`)}</span>
      <span className={classes.figures}>
        {t('quota.figures', { used: figureOf(metric, standing.used, format), limit: figureOf(metric, limit, format) })}
      </span>
      <span className={classes.bar}>
        <QuotaBar standing={standing} />
      </span>
      <span className={standing.state === 'ok' ? 'visuallyHidden' : classes.word}>{t(`quota.state.${standing.state}`)}</span>
    </span>
  );
}

/** The tightest one alone. */
function PhoneMark({ quotas }: { quotas: Quota[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [quota] = tightest(quotas, 1);
  const standing = quota && standingOf(quota);
  if (!standing) return null;
  return (
    <span className={classes.item} data-state={standing.state}>
      <IconGauge size={14} aria-hidden />
      <span className="visuallyHidden">{t(`quota.short.${quota.metric}.${quota.period}`)}</span>
      <span className={classes.figures}>{shareWords(standing.usedShare, format)}</span>
      <span className={classes.word}>{standing.state === 'ok' ? t('quota.one') : t(`quota.state.${standing.state}`)}</span>
    </span>
  );
}
