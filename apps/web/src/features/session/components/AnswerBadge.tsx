import { Popover, Skeleton, Text, UnstyledButton } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#lib/missing-part.ts';
import classes from './SessionList.module.css';

const OpenRequests = lazyPart(async () => ({ default: (await import('./OpenRequests.tsx')).OpenRequests }));

/** Answers what a session waits for without going there. */
export function AnswerBadge({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="right-start" width={440} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <UnstyledButton
          className={classes.answer}
          aria-label={t('session.answerNamed', { title: session.title })}
          onClick={() => setOpen(!open)}
        >
          {t('session.answer')}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={8} maw="calc(100vw - 1rem)">
        <Text fw={600} px={4} pb={8} truncate>
          {session.title}
        </Text>
        <Suspense fallback={<Skeleton h={160} />}>
          <OpenRequests session={session} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
