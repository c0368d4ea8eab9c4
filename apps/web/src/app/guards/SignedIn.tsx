import { Paper } from '@mantine/core';
import type { Me } from '@open-ace/contracts/auth';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation } from 'react-router';
import { SessionWatch } from '#features/session/components/SessionWatch.tsx';
import { StateSync } from '#features/session/components/StateSync.tsx';
import { hasCode } from '#lib/errors.ts';
import { lazyPart } from '#lib/missing-part.ts';
import { loginPath } from '#lib/next-path.ts';
import { trpc } from '#lib/trpc.ts';
import { hasUnsaved } from '#lib/unsaved.ts';
import { EntryFrame } from '#modules/entry/EntryFrame.tsx';
import { MeProvider } from '#modules/me/me.ts';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Overlays } from '../overlays/Overlays.tsx';
import { Loading } from './Loading.tsx';

const ForcedPasswordPage = lazyPart(async () => ({
  default: (await import('#features/auth/pages/ForcedPasswordPage.tsx')).ForcedPasswordPage,
}));
const SignInAgain = lazyPart(async () => ({ default: (await import('./SignInAgain.tsx')).SignInAgain }));

/** Everything behind the sign-in. Who is not signed in is sent to sign in and comes back here. */
export function SignedIn() {
  const { t } = useTranslation();
  const here = useLocation();
  const me = useQuery(trpc.auth.me.queryOptions());
  const signedOut = hasCode(me.error, 'UNAUTHENTICATED') || hasCode(me.error, 'FORBIDDEN');

  // Leaving would lose what was typed, so the sign-in comes to the page instead.
  if (signedOut && me.data && hasUnsaved()) return <Inside me={me.data} signedOut />;
  if (signedOut) return <Navigate to={loginPath(here)} replace />;
  if (me.data) return <Inside me={me.data} />;
  if (me.isPending) return <Loading />;
  return (
    <EntryFrame>
      <Paper>
        <ErrorState title={t('connection.noAnswer')} error={me.error} onRetry={() => void me.refetch()} />
      </Paper>
    </EntryFrame>
  );
}

function Inside({ me, signedOut }: { me: Me; signedOut?: boolean }) {
  if (me.mustChangePassword) {
    return (
      <Suspense fallback={<Loading />}>
        <ForcedPasswordPage me={me} />
      </Suspense>
    );
  }
  return (
    <MeProvider value={me}>
      <Outlet />
      <Overlays />
      <SessionWatch />
      <StateSync key={me.id} />
      {signedOut && (
        <Suspense>
          <SignInAgain me={me} />
        </Suspense>
      )}
    </MeProvider>
  );
}
