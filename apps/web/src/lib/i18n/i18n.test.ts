import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from './en/index.ts';
import { chooseLanguage, chooseLocale } from './languages.ts';
import { zhCn } from './zh-CN/index.ts';

const source = new URL('../../', import.meta.url).pathname;
const translations: Record<string, Record<string, string>> = { 'zh-CN': zhCn };

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    const isCode = /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name);
    return isCode && !path.includes('/i18n/') ? [path] : [];
  });
}

const code = sourceFiles(source)
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

/** Keys stand in code as plain text, or as a template whose gaps stand for parts of them: `role.${role}`. */
const written = new Set([...code.matchAll(/['"]([a-zA-Z][\w.-]+)['"]/g)].map(([, key]) => key));
const patterns = [...code.matchAll(/`([a-zA-Z]+\.[^`]*\$\{[^`]*)`/g)].map(([, template = '']) => {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('.+')}$`);
});

const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '');
const isUsed = (key: string) => written.has(key) || patterns.some((pattern) => pattern.test(key));
const gaps = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).toSorted();

test('every message is used somewhere', () => {
  const unused = Object.keys(en)
    .map(withoutPlural)
    .filter((key) => !isUsed(key));
  expect([...new Set(unused)]).toEqual([]);
});

describe.each(Object.entries(translations))('%s', (_tag, messages) => {
  test('has every message and no other', () => {
    const expected = Object.keys(en).filter((key) => !key.endsWith('_one'));
    expect(Object.keys(messages).toSorted()).toEqual(expected.toSorted());
  });

  test('fills the same gaps as English', () => {
    const wrong = Object.entries(messages).filter(([key, text]) => gaps(text).join() !== gaps(en[key as keyof typeof en]).join());
    expect(wrong).toEqual([]);
  });

  test('has no empty message', () => {
    expect(Object.values(messages).filter((text) => text.trim() === '')).toEqual([]);
  });
});

describe('the language of the page', () => {
  test.each([
    [['zh-CN'], 'zh-CN'],
    [['zh-Hans-SG', 'en'], 'zh-CN'],
    [['zh-TW'], 'zh-CN'],
    [['fr-FR', 'zh'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['fr-FR'], 'en'],
    [[], 'en'],
  ])('for the wishes %j is %s', (wishes, language) => {
    expect(chooseLanguage(wishes)).toBe(language);
  });

  test('leaves numbers and dates to the viewer’s region as long as it speaks that language', () => {
    expect(chooseLocale('en', ['en-IN', 'en'])).toBe('en-IN');
    expect(chooseLocale('en', ['zh-CN', 'en-GB'])).toBe('en-GB');
    expect(chooseLocale('zh-CN', ['en-GB'])).toBe('zh-CN');
  });
});
