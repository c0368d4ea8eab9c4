import { Button, Code, Group, Modal, Text, Textarea } from '@mantine/core';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { TFunction } from 'i18next';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '#ui/CopyText.tsx';
import modal from '#ui/ModalForm.module.css';
import { type DefinitionFault, readDefinition } from '../definition-json.ts';
import { code } from './code-field.ts';
import classes from './DefinitionDialog.module.css';

interface DefinitionDialogProps {
  /** '' for one that has none yet. */
  name: string;
  /** JSON; '' to begin with an empty field. */
  definition: string;
  /** The one id that it may have; null for any. */
  onlyId: string | null;
  /** Left out where it can only be read. */
  onUse?: (agent: AcpAgent) => void;
  onClose: () => void;
}

/** The whole of an agent as JSON, to be copied to another server or to come from one. */
export function DefinitionDialog({ name, definition, onlyId, onUse, onClose }: DefinitionDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(definition);
  const [faults, setFaults] = useState<DefinitionFault[]>([]);
  const use = (event: FormEvent) => {
    event.preventDefault();
    const { agent, faults: found } = readDefinition(text);
    if (!agent) return setFaults(found);
    if (onlyId !== null && agent.id !== onlyId) return setFaults([{ path: 'id', fault: { rule: 'otherId' } }]);
    onUse?.(agent);
  };
  return (
    <Modal
      opened
      size={640}
      title={titleOf(name, definition, t)}
      closeOnClickOutside={false}
      closeOnEscape={text === definition}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={onClose}
    >
      <form noValidate autoComplete="off" onSubmit={use}>
        <Textarea
          data-autofocus
          aria-label={t('acpAgent.definition')}
          description={onUse ? t('acpAgent.jsonHelp') : t('acpAgent.jsonReadHelp')}
          readOnly={!onUse}
          minRows={12}
          maxRows={20}
          error={faults.length > 0 && <Faults faults={faults} t={t} />}
          {...code}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setFaults([]);
          }}
        />
        <Group gap={8} className={modal.footer}>
          <Group mr="auto">{text !== '' && <CopyText value={text} />}</Group>
          <Button variant="default" onClick={onClose}>
            {onUse ? t('action.cancel') : t('action.close')}
          </Button>
          {onUse && <Button type="submit">{t('acpAgent.useJson')}</Button>}
        </Group>
      </form>
    </Modal>
  );
}

function titleOf(name: string, definition: string, t: TFunction): string {
  if (definition === '') return t('acpAgent.fromJson');
  return name.trim() === '' ? t('acpAgent.asJson') : t('acpAgent.jsonOf', { name });
}

function Faults({ faults, t }: { faults: readonly DefinitionFault[]; t: TFunction }) {
  return (
    <span role="alert" className={classes.faults}>
      {faults.map(({ path, fault }) => (
        <span key={`${path} ${JSON.stringify(fault)}`}>
          {path !== '' && <Code>{path}</Code>}{' '}
          <Text span inherit>
            {wordsOf(fault, t)}
          </Text>
        </span>
      ))}
    </span>
  );
}

function wordsOf(fault: DefinitionFault['fault'], t: TFunction): string {
  if ('rule' in fault) return t(`acpAgent.rule.${fault.rule}`);
  if (fault.line !== undefined) return t('acpAgent.json.syntaxAt', { line: fault.line });
  return t(`acpAgent.json.${fault.json}`);
}
