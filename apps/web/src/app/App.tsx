import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { RouterProvider } from 'react-router';
import { lazyPart } from '#lib/missing-part.ts';
import { queryClient } from '#lib/trpc.ts';
import { colorSchemeManager } from '#modules/preferences/color-scheme-manager.ts';
import { cssVariablesResolver, theme } from '#ui/theme/theme.ts';
import { router } from './router.tsx';

const Notices = lazyPart(async () => ({ default: (await import('./Notices.tsx')).Notices }));

const schemeManager = colorSchemeManager();

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} colorSchemeManager={schemeManager} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Suspense>
          <Notices />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
