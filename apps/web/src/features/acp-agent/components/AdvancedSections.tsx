import { Button, Collapse, Divider } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FormSection } from '#ui/FormSection.tsx';
import type { AgentFormState } from '../use-agent-form.ts';
import classes from './AdvancedSections.module.css';
import { ConfigFields } from './ConfigFields.tsx';
import { EnvironmentRows } from './EnvironmentRows.tsx';
import { ModelFields } from './ModelFields.tsx';
import { PlaceholderTable } from './PlaceholderTable.tsx';
import { VersionFields } from './VersionFields.tsx';

interface AdvancedSectionsProps {
  form: AgentFormState;
  opened: boolean;
  onToggle: () => void;
}

/** What an agent needs to be led through the gateway, and what is known of it. */
export function AdvancedSections({ form, opened, onToggle }: AdvancedSectionsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.head}>
        <Button
          variant="subtle"
          color="gray"
          aria-expanded={opened}
          leftSection={<IconChevronRight size={14} className={classes.chevron} />}
          onClick={onToggle}
        >
          {t('acpAgent.advanced')}
        </Button>
      </div>
      <Collapse expanded={opened} keepMounted={false}>
        <Divider />
        <FormSection title={t('acpAgent.placeholders')} help={t('acpAgent.placeholdersHelp')}>
          <PlaceholderTable />
        </FormSection>
        <Divider />
        <FormSection title={t('acpAgent.environment')} help={t('acpAgent.environmentHelp')}>
          <EnvironmentRows form={form} />
        </FormSection>
        <Divider />
        <FormSection title={t('acpAgent.config')} help={t('acpAgent.configHelp')}>
          <ConfigFields form={form} />
        </FormSection>
        <Divider />
        <FormSection title={t('acpAgent.modelAndSignIn')} help={t('acpAgent.modelAndSignInHelp')}>
          <ModelFields form={form} />
        </FormSection>
        <Divider />
        <FormSection title={t('acpAgent.versions')} help={t('acpAgent.versionsHelp')}>
          <VersionFields form={form} />
        </FormSection>
      </Collapse>
    </>
  );
}
