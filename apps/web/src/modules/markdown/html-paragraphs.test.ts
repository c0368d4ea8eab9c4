import { expect, test } from 'vitest';
import { htmlParagraphs } from './html-paragraphs.ts';

test('HTML by itself becomes a paragraph, HTML among words stays among them', () => {
  const inline = { type: 'paragraph', children: [{ type: 'html', value: '<b>' }] };
  const list = { type: 'list', children: [{ type: 'listItem', children: [{ type: 'html', value: '<p>' }] }] };
  const tree = { type: 'root', children: [{ type: 'html', value: '<details>' }, inline, list] };
  htmlParagraphs()(tree);
  expect(tree.children[0]).toEqual({ type: 'paragraph', children: [{ type: 'text', value: '<details>' }] });
  expect(list.children[0]?.children[0]?.type).toBe('paragraph');
  expect(inline.children).toEqual([{ type: 'html', value: '<b>' }]);
});
