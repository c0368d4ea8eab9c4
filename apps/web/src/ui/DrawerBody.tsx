import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState } from './ErrorState.tsx';

interface DrawerBodyProps<Data> {
  query: { data: Data | undefined; error: unknown; refetch: () => Promise<unknown> };
  errorTitle: string;
  children: (data: Data) => ReactNode;
}

/** What a drawer shows of a thing once it is there, and why it is not. */
export function DrawerBody<Data>({ query: { data, error, refetch }, errorTitle, children }: DrawerBodyProps<Data>) {
  if (data !== undefined) return children(data);
  if (error) return <ErrorState title={errorTitle} error={error} onRetry={() => void refetch()} />;
  return (
    <Stack gap={16} p={16}>
      {[0, 1, 2, 3].map((field) => (
        <div key={field}>
          <Skeleton h={10} w={90} mb={10} />
          <Skeleton h={24} />
        </div>
      ))}
    </Stack>
  );
}
