import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { useCurrentPage } from './current-page.ts';
import classes from './Root.module.css';
import { ServerBanner } from './ServerBanner.tsx';
import { UnsavedGuard } from './UnsavedGuard.tsx';

/** A new page begins at its heading, for readers and for keys; drawers over the same page manage their own focus. */
function useFocusOnNewPage() {
  const page = useCurrentPage();
  const { pathname } = useLocation();
  const key = page?.path ?? pathname;
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    const heading = document.querySelector<HTMLElement>('#main h1');
    heading?.setAttribute('tabindex', '-1');
    (heading ?? document.getElementById('main'))?.focus({ preventScroll: true });
  }, [key]);
}

export function Root() {
  const { t } = useTranslation();
  const navigation = useNavigation();
  useFocusOnNewPage();
  return (
    <>
      <a href="#main" className={classes.skip}>
        {t('navigation.skip')}
      </a>
      {navigation.state === 'loading' && <div className={classes.progress} />}
      <ServerBanner />
      <Outlet />
      <UnsavedGuard />
      <ScrollRestoration />
    </>
  );
}
