import { Badge, Box, Button, Group, Skeleton, Text } from '@mantine/core';
import type { SignIn } from '@open-ace/contracts/auth';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { readUserAgent } from '#lib/user-agent.ts';
import { Ago } from '#ui/Ago.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { FormError } from '#ui/FormError.tsx';
import classes from './SignIns.module.css';

const phones = ['Android', 'iOS'];

function useDeviceName() {
  const { t } = useTranslation();
  return ({ userAgent }: SignIn) => {
    const { browser, system } = readUserAgent(userAgent);
    if (browser && system) return t('signIn.device', { browser, system });
    return browser ?? system ?? t('signIn.unknownDevice');
  };
}

/** Where I am signed in, and the way to end what I do not recognise. */
export function SignIns() {
  const { t } = useTranslation();
  const list = useQuery(trpc.auth.signIns.queryOptions());
  if (list.error && !list.data) return <ErrorState title={t('signIn.loadFailed')} error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <ul className={classes.list} aria-busy={list.isPending}>
      {list.data?.items.map((signIn) => <SignInRow key={signIn.id} signIn={signIn} />) ?? <SkeletonRows />}
    </ul>
  );
}

function SignInRow({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation();
  const deviceName = useDeviceName();
  const name = deviceName(signIn);
  const revoke = useMutation(
    trpc.auth.revokeSignIn.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(trpc.auth.signIns.queryFilter()) }),
  );
  const Icon = phones.includes(readUserAgent(signIn.userAgent).system ?? '') ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li className={classes.row}>
      <Icon size={18} stroke={1.5} className={classes.icon} aria-hidden />
      <Box miw={0} flex={1}>
        <Group gap={8} wrap="nowrap">
          <Text span truncate title={signIn.userAgent}>
            {name}
          </Text>
          {signIn.current && <Badge>{t('signIn.current')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed" className={classes.facts}>
          <span>{signIn.address}</span>
          <span>
            {t('signIn.since')} <Ago phrase date={signIn.createdAt} />
          </span>
          {signIn.lastUsedAt && (
            <span>
              {t('signIn.lastUsed')} <Ago phrase date={signIn.lastUsedAt} />
            </span>
          )}
        </Text>
        {revoke.error && (
          <Box mt={8}>
            <FormError error={revoke.error} />
          </Box>
        )}
      </Box>
      {!signIn.current && (
        <Button
          variant="default"
          size="xs"
          loading={revoke.isPending}
          aria-label={t('signIn.revokeNamed', { device: name })}
          onClick={() => revoke.mutate({ signInId: signIn.id })}
        >
          {t('me.signOut')}
        </Button>
      )}
    </li>
  );
}

function SkeletonRows() {
  return [0, 1].map((row) => (
    <li key={row} className={classes.row}>
      <Skeleton h={18} w={18} />
      <Box flex={1}>
        <Skeleton h={10} w="40%" my={5} />
        <Skeleton h={8} w="60%" my={4} />
      </Box>
    </li>
  ));
}
