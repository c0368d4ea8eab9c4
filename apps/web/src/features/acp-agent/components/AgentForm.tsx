import { Button, Divider, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { IconBraces } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLeaveWhenSaved, useUnsaved } from '#lib/unsaved.ts';
import { FormError } from '#ui/FormError.tsx';
import { isAdvanced } from '../agent-faults.ts';
import { agentOf, valuesOf } from '../agent-values.ts';
import { definitionJson } from '../definition-json.ts';
import { useAgentForm } from '../use-agent-form.ts';
import { AdvancedSections } from './AdvancedSections.tsx';
import classes from './AgentForm.module.css';
import { DefinitionDialog } from './DefinitionDialog.tsx';
import { EssentialSections } from './EssentialSections.tsx';

interface AgentFormProps {
  agent: AcpAgent;
  isNew?: boolean;
  /** Ids that a new one cannot have: it would take the place of another agent. */
  others: readonly string[];
  /** Begins with the dialog that a definition is pasted into. */
  opensJson?: boolean;
  cancelTo: string;
  onSaved: (id: string) => void;
}

/** All of an agent: what it needs first, the rest folded below. */
export function AgentForm({ agent, isNew = false, others, opensJson = false, cancelTo, onSaved }: AgentFormProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLFormElement>(null);
  const [unfolded, advanced] = useDisclosure();
  const [asJson, json] = useDisclosure(opensJson);
  const showFaults = (fields: string[]) => {
    if (fields.some(isAdvanced)) advanced.open();
    // What was folded is there once it has been drawn.
    requestAnimationFrame(() => focusFirstFault(element.current));
  };
  const { form, set, refusal, submit } = useAgentForm(agent, others, showFaults);
  useUnsaved(form.isDirty() && !set.isSuccess);
  useLeaveWhenSaved(set.isSuccess, () => onSaved(set.data?.id ?? agent.id));

  return (
    <>
      <form ref={element} noValidate autoComplete="off" onSubmit={submit}>
        <EssentialSections form={form} isNew={isNew} proposesId={isNew && agent.id === ''} />
        <Divider />
        <AdvancedSections form={form} opened={unfolded} onToggle={advanced.toggle} />
        <div className={classes.footer}>
          <FormError error={refusal} />
          <Group gap={8} wrap="nowrap">
            <Button variant="subtle" color="gray" ml={-12} mr="auto" leftSection={<IconBraces size={15} />} onClick={json.open}>
              {t('acpAgent.asJson')}
            </Button>
            <Button component={Link} to={cancelTo} variant="default">
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={set.isPending}>
              {isNew ? t('acpAgent.add') : t('action.save')}
            </Button>
          </Group>
        </div>
      </form>
      {asJson && (
        <DefinitionDialog
          name={form.values.name}
          definition={opensJson && !form.isDirty() ? '' : definitionJson(agentOf(form.values))}
          onlyId={isNew ? null : agent.id}
          onUse={(read) => {
            form.setValues(valuesOf(read));
            form.clearErrors();
            json.close();
          }}
          onClose={json.close}
        />
      )}
    </>
  );
}

function focusFirstFault(form: HTMLFormElement | null) {
  const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}
