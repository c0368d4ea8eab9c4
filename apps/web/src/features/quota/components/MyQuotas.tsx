import { Anchor, Text } from '@mantine/core';
import type { Quota } from '@open-ace/contracts/quota';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { useMay, useMe } from '#modules/me/me.ts';
import { quotasPage } from '../pages.ts';
import { amountWords, exactWords, figureOf, shareWords, subjectName } from '../quota-words.ts';
import { byKind, standingOf } from '../standing.ts';
import classes from './MyQuotas.module.css';
import { QuotaBar } from './QuotaBar.tsx';
import { QuotaState } from './QuotaState.tsx';
import { ResetsIn } from './ResetsIn.tsx';
import { SubjectMark } from './SubjectName.tsx';

interface MyQuotasProps {
  quotas: Quota[];
  onClose: () => void;
}

/** Every budget that binds the viewer, with when it begins anew. */
export function MyQuotas({ quotas, onClose }: MyQuotasProps) {
  const { t } = useTranslation();
  const mayManage = useMay()('manage_quota');
  return (
    <>
      <Text fw={600} component="h2" className={classes.head} tabIndex={-1} data-autofocus>
        {t('quota.mine')}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key (WCAG 2.1.1) */}
      <ul className={classes.list} tabIndex={0} aria-label={t('quota.mine')}>
        {quotas.toSorted(byKind).map((quota) => (
          <Row key={quota.id} quota={quota} />
        ))}
      </ul>
      {mayManage && (
        <div className={classes.foot}>
          <Anchor component={Link} to={quotasPage.path} size="sm" onClick={onClose}>
            {t('quota.manage')}
          </Anchor>
        </div>
      )}
    </>
  );
}

function Row({ quota }: { quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const standing = standingOf(quota);
  const { metric, period, limit, subject } = quota;
  if (!standing) return null;
  const own = subject.type === 'user' && subject.id === me.id;
  return (
    <li className={classes.row}>
      <SubjectMark subject={subject} />
      <div className={classes.body}>
        <div className={classes.line}>
          <span className={classes.name}>{t(`quota.short.${metric}.${period}`)}</span>
          <span className="tabular" title={`${exactWords(metric, standing.used, t, format)} / ${exactWords(metric, limit, t, format)}`}>
            {t('quota.figures', { used: figureOf(metric, standing.used, format), limit: figureOf(metric, limit, format) })}
          </span>
        </div>
        <QuotaBar standing={standing} />
        <div className={classes.line} data-small>
          <span>
            {own ? t('quota.yours') : subjectName(subject, t)}
            {' · '}
            <ResetsIn quota={quota} phrase />
          </span>
          <span className={`tabular ${classes.state}`}>
            {shareWords(standing.usedShare, format)} <QuotaState state={standing.state} />
          </span>
        </div>
        {standing.held > 0 && (
          <div className={classes.line} data-small>
            {t('quota.heldBy', { amount: amountWords(metric, standing.held, t, format) })}
          </div>
        )}
        {(standing.state === 'exceeded' || standing.state === 'full') && (
          <div className={classes.full} data-small>
            {standing.state === 'exceeded' ? t('quota.whatHappens') : t('quota.noneFits')}
          </div>
        )}
      </div>
    </li>
  );
}
