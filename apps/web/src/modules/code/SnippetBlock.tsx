import { Button, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CodeLine } from './CodeLine.tsx';
import type { CodeLanguage } from './languages.ts';
import classes from './SnippetBlock.module.css';
import { useHighlight } from './use-highlight.ts';

interface SnippetBlockProps {
  /** Where the lines belong: a file, a terminal, a library. */
  label: string;
  code: string;
  language: CodeLanguage;
}

/** Lines to paste elsewhere, whole, with the way to copy them. */
export function SnippetBlock({ label, code, language }: SnippetBlockProps) {
  const { t } = useTranslation();
  const lines = useHighlight(code, language);
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" mb={6} mih={26}>
        <Text fw={500} truncate>
          {label}
        </Text>
        <CopyButton value={code} timeout={2000}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              className={classes.copy}
              aria-label={copied ? t('action.copied') : `${t('action.copy')}: ${label}`}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {copied ? t('action.copied') : t('action.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide code scrolls, and keys must be able to scroll it */}
      <figure className={classes.scroll} tabIndex={0} aria-label={label}>
        <pre className={classes.code}>
          <code>
            {lines.map((tokens, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
              <span key={index} className={classes.line}>
                <CodeLine tokens={tokens} />
                {'\n'}
              </span>
            ))}
          </code>
        </pre>
      </figure>
    </div>
  );
}
