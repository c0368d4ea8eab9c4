import { Anchor } from '@mantine/core';
import { IconSquare, IconSquareCheck } from '@tabler/icons-react';
import { isValidElement, memo, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { languageNamed } from '#modules/code/languages.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { htmlParagraphs } from './html-paragraphs.ts';
import classes from './Markdown.module.css';
import { splitBlocks } from './split-blocks.ts';

const plugins = [remarkGfm, htmlParagraphs];

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  return isValidElement<{ children?: ReactNode }>(node) ? textOf(node.props.children) : '';
}

/** Only what leads out of the app is a link: a path in an answer names a file on a machine, not a page here. */
function OutLink({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  if (!href || !/^(https?|mailto):/i.test(href)) return <span>{children}</span>;
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" inherit underline="always" title={href}>
      {children}
    </Anchor>
  );
}

function Pre({ children }: { children?: ReactNode }) {
  const code = isValidElement<{ className?: string; children?: ReactNode }>(children) ? children.props : { children };
  const name = /language-([^\s]+)/.exec(code.className ?? '')?.[1] ?? '';
  return <CodeBlock code={textOf(code.children).replace(/\n$/, '')} language={languageNamed(name)} />;
}

function ScrollingTable({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and keys must be able to scroll it
    <figure className={classes.tableFrame} tabIndex={0} aria-label={t('transcript.table')}>
      <table>{children}</table>
    </figure>
  );
}

function TaskBox({ checked }: { checked?: boolean | undefined }) {
  const { t } = useTranslation();
  const Icon = checked ? IconSquareCheck : IconSquare;
  return (
    <span role="img" aria-label={checked ? t('transcript.planDone') : t('transcript.planOpen')} className={classes.taskBox}>
      <Icon size={15} aria-hidden />
    </span>
  );
}

/** Headings of an answer stand below the page's own, without a gap where an answer begins with its second level, as most do. */
const components: Components = {
  h1: ({ children }) => <h2 className={classes.first}>{children}</h2>,
  h2: ({ children }) => <h2 className={classes.second}>{children}</h2>,
  h3: ({ children }) => <h3 className={classes.third}>{children}</h3>,
  h4: ({ children }) => <h4 className={classes.third}>{children}</h4>,
  h5: ({ children }) => <h5 className={classes.third}>{children}</h5>,
  h6: ({ children }) => <h6 className={classes.third}>{children}</h6>,
  a: ({ href, children }) => <OutLink href={href}>{children}</OutLink>,
  // A picture from elsewhere would tell its server who reads what and when.
  img: ({ src, alt }) => <OutLink href={typeof src === 'string' ? src : undefined}>{alt || String(src)}</OutLink>,
  pre: ({ children }) => <Pre>{children}</Pre>,
  table: ({ children }) => <ScrollingTable>{children}</ScrollingTable>,
  input: ({ checked }) => <TaskBox checked={checked} />,
};

const Block = memo(function Block({ markdown }: { markdown: string }) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {markdown}
    </ReactMarkdown>
  );
});

/** What an agent writes, without any HTML of its own. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => splitBlocks(text), [text]);
  return (
    <div className={classes.markdown}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <Block key={index} markdown={block} />
      ))}
    </div>
  );
}
