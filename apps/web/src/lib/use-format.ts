import { useTranslation } from 'react-i18next';
import { createFormat, type Format } from './format.ts';
import { i18n } from './i18n/i18n.ts';
import { chooseLanguage, chooseLocale } from './i18n/languages.ts';

const formats = new Map<string, Format>();

/** Intl formatters are costly to build, so each locale keeps its own. For code outside of React. */
export function currentFormat(): Format {
  const locale = chooseLocale(chooseLanguage([i18n.language]), navigator.languages);
  const known = formats.get(locale);
  if (known) return known;
  const format = createFormat(locale);
  formats.set(locale, format);
  return format;
}

export function useFormat(): Format {
  useTranslation();
  return currentFormat();
}
