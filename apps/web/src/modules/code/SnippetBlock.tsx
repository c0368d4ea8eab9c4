import { Group, Text } from '@mantine/core';
import { CopyText } from '#ui/CopyText.tsx';
import { CodeLines } from './CodeLines.tsx';
import type { CodeLanguage } from './languages.ts';

interface SnippetBlockProps {
  /** Where the lines belong: a file, a terminal, a library. */
  label: string;
  code: string;
  language: CodeLanguage;
}

/** Lines to paste elsewhere, whole, with the way to copy them. */
export function SnippetBlock({ label, code, language }: SnippetBlockProps) {
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" mb={6} mih={26}>
        <Text fw={500} truncate>
          {label}
        </Text>
        <CopyText size="xs" value={code} label={label} />
      </Group>
      <CodeLines label={label} code={code} language={language} />
    </div>
  );
}
