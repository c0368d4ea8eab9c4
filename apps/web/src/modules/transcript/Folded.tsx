import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Transcript.module.css';
import { useFold } from './view.ts';

/** A little over the limit is shown as well: a button for two lines helps nobody. */
const slack = 4;

/** How many of `count` lines to show, and the button for the rest. */
export function useLineLimit(key: string, count: number, limit: number) {
  const [all, toggle] = useFold(`${key}:lines`, false);
  const folded = count > limit + slack;
  return { most: folded && !all ? limit : count, button: folded && <MoreLines all={all} hidden={count - limit} onToggle={toggle} /> };
}

function MoreLines({ all, hidden, onToggle }: { all: boolean; hidden: number; onToggle: () => void }) {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={classes.more} aria-expanded={all} onClick={onToggle}>
      {all ? t('transcript.fewerLines') : t('transcript.moreLines', { count: hidden })}
    </UnstyledButton>
  );
}
