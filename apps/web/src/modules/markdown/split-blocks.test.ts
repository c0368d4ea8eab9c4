import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { expect, test } from 'vitest';
import { splitBlocks } from './split-blocks.ts';

const html = (markdown: string) =>
  renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkGfm] }, markdown)).replace(/\n+/g, '\n');
const lines = fc.array(
  fc.constantFrom(
    'Words.',
    'a | b',
    '- | -',
    '# Title',
    '---',
    '- item',
    '  more of it',
    '1. first',
    '> quote',
    '```ts',
    '```',
    '~~~',
    '    code',
    '* * *',
    'x ``` y',
    '',
    '',
    '',
  ),
  { maxLength: 30 },
);

test('the parts are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\n', 'a', '`', '~', '-', ' ', '[', ']', ':') }), (text) => {
      expect(splitBlocks(text).join('')).toBe(text);
    }),
  );
});

test('the parts mean what the whole means', () => {
  fc.assert(
    fc.property(lines, (some) => {
      const markdown = some.join('\n');
      expect(splitBlocks(markdown).map(html).filter(Boolean).join('\n')).toBe(html(markdown));
    }),
    { numRuns: 300 },
  );
});

test('paragraphs and code are parts of their own, a list with blank lines is one', () => {
  expect(splitBlocks('One\n\nTwo\n\n```\na\n\nb\n```\n\n- x\n\n- y\n\nEnd')).toEqual([
    'One\n\n',
    'Two\n\n',
    '```\na\n\nb\n```\n\n- x\n\n- y\n\n',
    'End',
  ]);
});

test('what is defined for all blocks keeps them together', () => {
  expect(splitBlocks('See [x].\n\nMore.\n\n[x]: https://example.com')).toHaveLength(1);
});
