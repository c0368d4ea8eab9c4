import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { lazyPart } from '#lib/missing-part.ts';
import { hasUnsaved } from '#lib/unsaved.ts';

const ConfirmDialog = lazyPart(async () => ({ default: (await import('#ui/ConfirmDialog.tsx')).ConfirmDialog }));

/** The one blocker of the router: leaving a form with changes asks first. Filters in the query leave the form where it is. */
export function UnsavedGuard() {
  const { t } = useTranslation();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && hasUnsaved());
  if (blocker.state !== 'blocked') return null;
  return (
    <Suspense>
      <ConfirmDialog
        destructive
        title={t('form.leaveTitle')}
        confirmLabel={t('form.leave')}
        cancelLabel={t('form.stay')}
        onConfirm={() => blocker.proceed()}
        onClose={() => blocker.reset()}
      >
        {t('form.leaveEffect')}
      </ConfirmDialog>
    </Suspense>
  );
}
