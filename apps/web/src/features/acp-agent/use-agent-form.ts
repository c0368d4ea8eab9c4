import { type UseFormReturnType, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { type AcpAgent, SetAcpAgent } from '@open-ace/contracts/acp-agent';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { faultsOf } from './agent-faults.ts';
import { type AgentValues, agentOf, valuesOf } from './agent-values.ts';
import { storeAgent } from './store-agent.ts';

export type AgentFormState = UseFormReturnType<AgentValues>;

/** The form of an agent and its way to the server. `taken` are ids that would have another agent overwritten. */
export function useAgentForm(agent: AcpAgent, taken: readonly string[], onFaults: (fields: string[]) => void) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<unknown>(null);
  const [initialValues] = useState(() => valuesOf(agent));
  const form = useForm<AgentValues>({
    initialValues,
    validate: (values) =>
      Object.fromEntries(Object.entries(faultsOf(values, taken)).map(([field, fault]) => [field, t(`acpAgent.rule.${fault}`)])),
  });
  const set = useMutation(
    trpc.acpAgent.set.mutationOptions({
      onSuccess: (saved) => {
        setRefusal(null);
        storeAgent(saved);
        notifications.show({ message: t('acpAgent.saved', { name: saved.name }) });
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const submit = form.onSubmit(
    (values) => set.mutate(SetAcpAgent.parse(agentOf(values))),
    (faults) => onFaults(Object.keys(faults)),
  );
  return { form, set, refusal, submit };
}
