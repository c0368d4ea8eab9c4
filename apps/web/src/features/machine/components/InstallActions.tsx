import { Button, Group, Popover, TextInput } from '@mantine/core';
import { InstallTool } from '@open-ace/contracts/machine';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { installStep, KnownTool } from '../known-tools.ts';
import classes from './MachineTools.module.css';

interface InstallActionsProps {
  tool: KnownTool;
  step: ReturnType<typeof installStep>;
  offline: boolean;
  busy: boolean;
  onInstall: (version?: string) => void;
}

/** The tested version with one press, any other one by its number. */
export function InstallActions({ tool, step, offline, busy, onInstall }: InstallActionsProps) {
  const { t } = useTranslation();
  const { package: npm, installed, name } = tool;
  // Without a package there is nothing that npm could install.
  if (!npm || offline) return null;
  return (
    <Group gap={4} wrap="nowrap">
      {step && (
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          leftSection={<IconDownload size={14} />}
          aria-label={`${t(`machine.installStep.${step}`, { version: npm.version })}: ${name}`}
          onClick={() => onInstall()}
        >
          {t(`machine.installStep.${step}`, { version: npm.version })}
        </Button>
      )}
      <OtherVersion
        label={installed && !step ? t('machine.changeVersion') : t('machine.otherVersion')}
        tool={name}
        busy={busy}
        onInstall={onInstall}
      />
    </Group>
  );
}

interface OtherVersionProps {
  label: string;
  tool: string;
  busy: boolean;
  onInstall: (version: string) => void;
}

function OtherVersion({ label, tool, busy, onInstall }: OtherVersionProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          disabled={busy}
          aria-label={`${tool}: ${label}`}
          rightSection={<IconChevronDown size={13} />}
          onClick={() => setOpened(!opened)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <VersionForm
          label={t('machine.versionOf', { tool })}
          onInstall={(version) => {
            setOpened(false);
            onInstall(version);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

const isVersion = (text: string) => InstallTool.shape.version.safeParse(text).success;

function VersionForm({ label, onInstall }: { label: string; onInstall: (version: string) => void }) {
  const { t } = useTranslation();
  const [version, setVersion] = useState('');
  const [refused, setRefused] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = version.trim().replace(/^v/, '');
    if (wanted !== '' && isVersion(wanted)) onInstall(wanted);
    else setRefused(true);
  };
  return (
    <form noValidate autoComplete="off" onSubmit={submit}>
      <Group gap={8} align="flex-end" wrap="nowrap">
        <TextInput
          data-autofocus
          label={label}
          placeholder="1.2.3"
          maxLength={60}
          spellCheck={false}
          className={classes.version}
          value={version}
          error={refused}
          onChange={(event) => {
            setVersion(event.currentTarget.value);
            setRefused(false);
          }}
        />
        <Button type="submit">{t('machine.install')}</Button>
      </Group>
      {refused && (
        <p role="alert" className={classes.rule}>
          {t('machine.versionRule')}
        </p>
      )}
    </form>
  );
}
