import type { ToolId } from '@open-ace/contracts/tools';
import { useMutation } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect } from 'react';
import { isGone } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { type Installation, installationKey, isOver, useInstallations } from './installations.ts';

const triesAgainAfter = 3_000;

/** Installs a tool on a machine, and follows how far that is as long as somebody looks. */
export function useInstallation(machineId: string, tool: ToolId) {
  const key = installationKey(machineId, tool);
  const installation = useInstallations(({ byTool }) => byTool[key]);
  const { begin, forget } = useInstallations.getState();
  const install = useMutation(
    trpc.machine.installTool.mutationOptions({ onSuccess: ({ commandId }, { version = '' }) => begin(key, { commandId, version }) }),
  );
  useFollow(machineId, key, installation);
  return {
    installation,
    isBusy: install.isPending || (installation !== undefined && !isOver(installation)),
    /** Why it was not even begun. */
    refusal: install.error,
    install: (version?: string) => install.mutate({ machineId, tool, ...(version && { version }) }),
    dismiss: () => {
      install.reset();
      forget(key);
    },
  };
}

function useFollow(machineId: string, key: string, installation: Installation | undefined) {
  const { tell, forget } = useInstallations.getState();
  const { status, reset } = useSubscription(
    trpc.machine.followCommand.subscriptionOptions(
      { machineId, commandId: installation?.commandId ?? '' },
      {
        enabled: installation !== undefined && !isOver(installation),
        onData: ({ data }) => tell(key, data),
        onError: (error) => isGone(error) && forget(key),
      },
    ),
  );
  useEffect(() => {
    if (status !== 'error') return;
    const timer = window.setTimeout(reset, triesAgainAfter);
    return () => window.clearTimeout(timer);
  }, [status, reset]);
}
