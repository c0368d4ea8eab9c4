import { Autocomplete, Button } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { IconFolderOpen } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FolderBrowser } from './FolderBrowser.tsx';
import classes from './NewSessionForm.module.css';

interface FolderFieldProps {
  machine: Machine | undefined;
  /** Worked in before, the newest first. */
  recent: readonly string[];
  value?: string;
  error?: ReactNode;
  onChange: (path: string) => void;
  onBlur?: () => void;
}

const mostChips = 4;

/** Typed, one of late, or found by looking through the machine. */
export function FolderField({ machine, recent, value = '', error, onChange, onBlur }: FolderFieldProps) {
  const { t } = useTranslation();
  const [browsing, setBrowsing] = useState(false);
  const chips = recent.filter((path) => path !== value).slice(0, mostChips);
  return (
    <div>
      <Autocomplete
        required
        label={t('session.folder')}
        description={t('session.folderHelp')}
        placeholder="~/work/project"
        data={[...recent]}
        value={value}
        error={error}
        maxLength={4096}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        rightSectionWidth={104}
        rightSection={
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconFolderOpen size={14} />}
            disabled={!machine || machine.status === 'offline'}
            onClick={() => setBrowsing(true)}
          >
            {t('session.browse')}
          </Button>
        }
        onChange={onChange}
        onBlur={onBlur}
      />
      {chips.length > 0 && (
        <div className={classes.recent}>
          {chips.map((path) => (
            <Button key={path} size="xs" variant="default" className={classes.recentFolder} onClick={() => onChange(path)}>
              <span className={classes.recentPath}>{path}</span>
            </Button>
          ))}
        </div>
      )}
      {browsing && machine && (
        <FolderBrowser
          machine={machine}
          start={value.trim()}
          onClose={() => setBrowsing(false)}
          onChoose={(path) => {
            onChange(path);
            setBrowsing(false);
          }}
        />
      )}
    </div>
  );
}
