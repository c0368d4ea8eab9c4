import { useTranslation } from 'react-i18next';
import { CodeLines } from '#modules/code/CodeLines.tsx';
import type { CodeLanguage } from '#modules/code/languages.ts';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import classes from './CodeBlock.module.css';

interface CodeBlockProps {
  code: string;
  language: CodeLanguage | null;
}

export function CodeBlock({ code, language }: CodeBlockProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.block}>
      <CodeLines label={t('transcript.code')} code={code} language={language} className={classes.code} />
      <CopyIcon value={code} label={t('transcript.copyCode')} className={classes.copy} />
    </div>
  );
}
